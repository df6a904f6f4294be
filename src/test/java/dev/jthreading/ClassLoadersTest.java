package dev.jthreading;

import static dev.jthreading.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The library is loaded once for all contexts of an application, and its classes are initialized by a thread of the first one. None of
 * them may keep that thread's context class loader: an application that is redeployed would never be unloaded.
 */
class ClassLoadersTest {

    private static final Path CLASSES = classes();

    @Test
    void noClassKeepsTheContextClassLoaderOfTheThreadThatInitializesIt() throws Exception {
        List<Class<?>> initialized = new ArrayList<>();
        try (Copy copy = new Copy(CLASSES.toUri().toURL())) {
            WeakReference<ClassLoader> application = initializeAll(copy, initialized);
            assertThat(initialized).hasSizeGreaterThan(100);
            await().untilAsserted(() -> {
                System.gc();
                assertThat(application.get()).isNull();
            });
            assertThat(initialized).allMatch(type -> type.getClassLoader() == copy);
        }
    }

    private static WeakReference<ClassLoader> initializeAll(Copy copy, List<Class<?>> initialized) throws Exception {
        Thread current = Thread.currentThread();
        ClassLoader before = current.getContextClassLoader();
        ClassLoader application = new URLClassLoader(new URL[0], before);
        current.setContextClassLoader(application);
        try {
            for (String name : names()) {
                initialized.add(Class.forName(name, true, copy));
            }
        } finally {
            current.setContextClassLoader(before);
        }
        return new WeakReference<>(application);
    }

    private static List<String> names() throws IOException {
        try (Stream<Path> files = Files.walk(CLASSES.resolve("dev"))) {
            return files.map(file -> CLASSES.relativize(file).toString()).filter(file -> file.endsWith(".class"))
                    .filter(file -> !file.endsWith("package-info.class"))
                    .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.')).toList();
        }
    }

    private static Path classes() {
        try {
            return Path.of(PythonThreads.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Loads the library's classes once more, so that they are initialized again. */
    private static final class Copy extends URLClassLoader {

        Copy(URL classes) {
            super(new URL[] {classes}, ClassLoadersTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("dev.jthreading.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }
}
