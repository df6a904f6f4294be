package dev.jthreading.bench;

import java.awt.Color;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.HorizontalBarChart;
import org.knowm.xchart.HorizontalBarChartBuilder;
import org.knowm.xchart.style.HorizontalBarStyler;
import org.knowm.xchart.style.Styler;

/**
 * How many times as good as its peers' this project's figures are, a bar for each benchmark and peer. The axis is logarithmic,
 * so that twice and half are as far from one; the chart is given logarithms, as its own logarithmic axis has no bars to the left.
 */
final class RatioChart {

    private static final Pattern INVISIBLE_DIGITS = Pattern.compile("(?<=\\d\\.\\d\\d)\\d+");
    private static final int WIDTH = 960;
    private static final int FRAME_HEIGHT = 120;
    private static final int BAR_HEIGHT = 11;
    private static final int GAP_HEIGHT = 10;
    private static final double BAR_SHARE = 0.8;
    private static final int TICK_DISTANCE = 60;
    private static final List<Color> COLORS =
            List.of(new Color(0x2f6db3), new Color(0xe39a2d), new Color(0x7fb2dd), new Color(0x6b8e23));

    private final String title;
    private final List<Row> rows;
    private final List<Implementation> peers;

    private RatioChart(String title, List<Row> rows, List<Implementation> peers) {
        this.title = title;
        this.rows = rows;
        this.peers = peers;
    }

    /** A chart of the rows that have a ratio to one of the peers, or to any that is not there to compare presets if none is named. */
    static RatioChart of(String title, List<Row> rows, Implementation... peers) {
        List<Implementation> wanted = Stream.of(peers.length == 0 ? Implementation.values() : peers)
                .filter(peer -> !peer.comparesPresets() && rows.stream().anyMatch(row -> speedup(row, peer) != null)).toList();
        return new RatioChart(title, rows.stream()
                .filter(row -> wanted.stream().anyMatch(peer -> speedup(row, peer) != null)).toList(), wanted);
    }

    /** Whether there is nothing to show. */
    boolean isEmpty() {
        return rows.isEmpty();
    }

    private static @Nullable Double speedup(Row row, Implementation peer) {
        @Nullable Ratio ratio = row.ratios().get(peer);
        return ratio == null || ratio.value() == null ? null : -Math.log(ratio.value()) / Math.log(2);
    }

    /** Writes it as SVG. Its letters are outlines, so the digits that nobody sees would be half of the file. */
    void write(Path file) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        String svg = new String(ChartEncoder.getBytes(draw(), "svg"), StandardCharsets.UTF_8);
        Files.writeString(file, INVISIBLE_DIGITS.matcher(svg).replaceAll(""));
    }

    private HorizontalBarChart draw() {
        int height = FRAME_HEIGHT + rows.size() * (GAP_HEIGHT + BAR_HEIGHT * peers.size());
        HorizontalBarChart chart = new HorizontalBarChartBuilder().width(WIDTH).height(height).title(title)
                .xAxisTitle("times as good as the other's: to the right is better").theme(Styler.ChartTheme.Matlab).build();
        style(chart.getStyler());
        List<String> names = rows.stream().map(row -> row.benchmark().name()).toList();
        for (Implementation peer : peers) {
            // What failed has no bar, which is what 0 looks like.
            List<Double> values = rows.stream().map(row -> Objects.requireNonNullElse(speedup(row, peer), 0.0)).toList();
            chart.addSeries(peer.title(), values, names);
        }
        return chart;
    }

    private void style(HorizontalBarStyler style) {
        double reach = Math.max(1, Math.ceil(rows.stream().flatMap(row -> peers.stream().map(peer -> speedup(row, peer)))
                .filter(Objects::nonNull).mapToDouble(value -> Math.abs(Objects.requireNonNull(value))).max().orElse(1)));
        style.setAvailableSpaceFill(BAR_SHARE);
        style.setSeriesColors(COLORS.toArray(Color[]::new));
        style.setLegendPosition(Styler.LegendPosition.OutsideS).setLegendLayout(Styler.LegendLayout.Horizontal);
        style.setChartBackgroundColor(Color.WHITE);
        style.setXAxisMin(-reach).setXAxisMax(reach).setXAxisTickMarkSpacingHint(TICK_DISTANCE)
                .setXAxisTickLabelsFormattingFunction(RatioChart::power)
                .setPlotGridHorizontalLinesVisible(false)
                // It would leave out names otherwise.
                .setXAxisMaxLabelCount(Math.max(2, rows.size()));
    }

    private static String power(double exponent) {
        long times = Math.round(Math.pow(2, Math.abs(exponent)));
        return Math.rint(exponent) != exponent ? "" : exponent < 0 ? "1/" + times : String.valueOf(times);
    }
}
