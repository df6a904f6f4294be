package dev.jthreading.language;

import com.oracle.truffle.api.TruffleLanguage;
import dev.jthreading.thread.GuestThread;
import dev.jthreading.thread.GuestThreads;
import dev.jthreading.thread.SwitchInterval;

/** The state of one context. */
final class JThreadingContext {

    private final JThreadingLanguage language;
    private final TruffleLanguage.Env env;
    private final GuestThreads threads;
    private final SwitchInterval switchInterval;
    private final SafepointBlocking blocking;
    private final UnlockedBlocking unlockedBlocking;
    private final NativeModule module;

    JThreadingContext(JThreadingLanguage language, TruffleLanguage.Env env) {
        this.language = language;
        this.env = env;
        this.switchInterval = new SwitchInterval(env);
        this.blocking = new SafepointBlocking(language, switchInterval);
        this.unlockedBlocking = new UnlockedBlocking(language, blocking);
        this.threads = new GuestThreads(env, blocking);
        this.module = NativeModule.of(this);
    }

    TruffleLanguage.Env env() {
        return env;
    }

    GuestThreads threads() {
        return threads;
    }

    SwitchInterval switchInterval() {
        return switchInterval;
    }

    SafepointBlocking blocking() {
        return blocking;
    }

    UnlockedBlocking unlockedBlocking() {
        return unlockedBlocking;
    }

    NativeModule module() {
        return module;
    }

    GuestThread currentThread() {
        return language.currentThread();
    }

    void become(GuestThread guest) {
        language.become(guest);
    }
}
