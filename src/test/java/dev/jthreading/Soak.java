package dev.jthreading;

/** How much of a test there is to be: what fits into every build, or the whole with {@code -Psoak}. */
final class Soak {

    private Soak() { }

    static int choose(int inEveryBuild, int whole) {
        return isWhole() ? whole : inEveryBuild;
    }

    static boolean isWhole() {
        return Boolean.getBoolean("jthreading.soak");
    }
}
