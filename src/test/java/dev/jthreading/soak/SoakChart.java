package dev.jthreading.soak;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** All figures over time in one picture. Each has a line whose 1 is its median in the second third, so that flat lines lie on 1. */
final class SoakChart {

    private static final int WIDTH = 960;
    private static final int HEIGHT = 480;
    private static final double TOP = 3;
    /** A line has at most so many, each of which is a median. */
    private static final int POINTS = 100;
    private static final double SECONDS_PER_MINUTE = 60;
    private static final Color[] COLORS =
            {new Color(0x2f6db3), new Color(0xe39a2d), new Color(0x6b8e23), new Color(0x7fb2dd), new Color(0xb0b0b0)};

    private SoakChart() { }

    static void write(List<Sample> samples, Path file) throws IOException {
        XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).title("A service, contexts and threads under load")
                .xAxisTitle("minutes").yAxisTitle("times the median of the second third").theme(Styler.ChartTheme.Matlab).build();
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS).setLegendLayout(Styler.LegendLayout.Vertical);
        chart.getStyler().setSeriesColors(COLORS).setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(TOP);
        int size = Math.ceilDiv(samples.size(), POINTS);
        List<List<Sample>> parts = IntStream.iterate(0, start -> start < samples.size(), start -> start + size)
                .mapToObj(start -> samples.subList(start, Math.min(samples.size(), start + size))).toList();
        List<Double> minutes = parts.stream().map(part -> part.getLast().seconds() / SECONDS_PER_MINUTE).toList();
        for (Sample.Figure figure : Sample.Figure.values()) {
            double one = Flatness.median(figure, Flatness.third(1, samples));
            List<Double> values = parts.stream()
                    .map(part -> one == 0 ? 0 : Math.min(TOP, Flatness.median(figure, part) / one)).toList();
            XYSeries series = chart.addSeries(String.format("%s (1 is %.1f)", figure.title, one), minutes, values);
            series.setMarker(SeriesMarkers.NONE);
        }
        Files.write(file, ChartEncoder.getBytes(chart, "png"));
    }
}
