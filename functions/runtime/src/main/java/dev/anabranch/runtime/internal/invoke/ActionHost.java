package dev.anabranch.runtime.internal.invoke;

import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.record.ActionStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What surrounds the actions of a process: stores, clock, threads, logs and room for temporary files. */
public final class ActionHost {

    private final ActionStore actions;
    private final PayloadStore payloads;
    private final InstantSource clock;
    private final Executor executor;
    private final Executor workers;
    private final long heapBytes;
    private final LogSink log;
    private final ActionObserver observer;
    private final Path scratch;

    private ActionHost(Builder builder) {
        this.actions = required(builder.actions, "actions");
        this.payloads = required(builder.payloads, "payloads");
        this.clock = required(builder.clock, "clock");
        this.executor = required(builder.executor, "executor");
        this.workers = builder.workers;
        this.heapBytes = builder.heapBytes;
        this.log = required(builder.log, "log");
        this.scratch = required(builder.scratch, "scratch");
        this.observer = builder.observer;
    }

    /** The stores, the clock, the executor, the log and the folder must be set. */
    public static Builder builder() {
        return new Builder();
    }

    public ActionStore actions() {
        return actions;
    }

    public PayloadStore payloads() {
        return payloads;
    }

    public InstantSource clock() {
        return clock;
    }

    public Executor executor() {
        return executor;
    }

    public Executor workers() {
        return workers;
    }

    long heapBytes() {
        return heapBytes;
    }

    LogSink log() {
        return log;
    }

    public ActionObserver observer() {
        return observer;
    }

    public Path scratch() {
        return scratch;
    }

    private static <T> T required(@Nullable T value, String name) {
        return Objects.requireNonNull(value, () -> "An action host needs `" + name + "`.");
    }

    /** Gathers the parts. */
    public static final class Builder {
        private @Nullable ActionStore actions;
        private @Nullable PayloadStore payloads;
        private @Nullable InstantSource clock;
        private @Nullable Executor executor;
        private Executor workers = Runnable::run;
        private long heapBytes = Long.MAX_VALUE;
        private @Nullable LogSink log;
        private @Nullable Path scratch;
        private ActionObserver observer = ActionObserver.NONE;

        private Builder() {}

        /** The records. */
        public Builder actions(ActionStore store) {
            this.actions = store;
            return this;
        }

        /** The payloads. */
        public Builder payloads(PayloadStore store) {
            this.payloads = store;
            return this;
        }

        /** The time. */
        public Builder clock(InstantSource source) {
            this.clock = source;
            return this;
        }

        /** Threads for reading ahead and for parallel writes; jobs never wait for each other, so any number will do. */
        public Builder executor(Executor threads) {
            this.executor = threads;
            return this;
        }

        /**
         * Threads for the actions of a batch that asks to run several at once; the thread of the invocation is one of them, and by
         * default the only one.
         */
        public Builder workers(Executor threads) {
            this.workers = threads;
            return this;
        }

        /** How large the heap can become, so that a list that cannot fit is refused before it is read; by default no list is. */
        public Builder heapBytes(long bytes) {
            this.heapBytes = bytes;
            return this;
        }

        /** Where log lines go. */
        public Builder log(LogSink sink) {
            this.log = sink;
            return this;
        }

        /** A folder for temporary files; large results and files pass through it. */
        public Builder scratch(Path folder) {
            this.scratch = folder;
            return this;
        }

        /** Who is told of progress; nobody by default. */
        public Builder observer(ActionObserver listener) {
            this.observer = listener;
            return this;
        }

        /** The host. */
        public ActionHost build() {
            return new ActionHost(this);
        }
    }
}
