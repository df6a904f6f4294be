package dev.jthreading.soak;

/** What the process is kept busy with. */
enum Load {
    /** Requests that the service has answered. */
    REQUESTS,
    /** Python threads of the service that have been killed. */
    KILLS,
    /** Contexts of one engine that have been opened, used and closed. */
    SHARED_CYCLES,
    /** The same, each with an engine of its own. */
    ALONE_CYCLES,
    /** Threads that have been started and joined in one context. */
    THREADS,
    /** Virtual ones. */
    VIRTUAL_THREADS
}
