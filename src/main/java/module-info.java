/**
 * CPython's {@code threading} module, written in Java, for GraalPy. The classes of {@code dev.jthreading} are what an application
 * needs besides the option {@code jthreading}; all other packages are internal.
 */
module dev.jthreading {
    requires transitive org.graalvm.polyglot;
    requires org.graalvm.truffle;
    requires transitive java.management;
    requires jdk.jfr;
    requires jdk.management;
    requires static com.google.errorprone.annotations;
    requires static org.jspecify;

    exports dev.jthreading;

    provides com.oracle.truffle.api.provider.TruffleLanguageProvider with dev.jthreading.language.JThreadingLanguageProvider;
    provides com.oracle.truffle.api.instrumentation.provider.TruffleInstrumentProvider with
            dev.jthreading.language.JThreadingInstrumentProvider;
}
