package dev.anabranch.runtime.internal.invoke;

import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.record.ActionStore;
import dev.anabranch.task.TaskSettings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The environment of the actions in a process: stores, clock, timer, threads, log and a folder for temporary files. */
public final class ActionHost {

    private final ActionStore actions;
    private final PayloadStore payloads;
    private final InstantSource clock;
    private final JobTimer timer;
    private final Executor executor;
    private final Executor workers;
    private final long heapBytes;
    private final LogSink log;
    private final long logBytes;
    private final ActionObserver observer;
    private final Path scratch;
    private final TaskSettings settings;

    private ActionHost(Builder builder) {
        this.actions = required(builder.actions, "actions");
        this.payloads = required(builder.payloads, "payloads");
        this.clock = required(builder.clock, "clock");
        this.timer = builder.timer;
        this.executor = required(builder.executor, "executor");
        this.workers = builder.workers;
        this.heapBytes = builder.heapBytes;
        this.log = required(builder.log, "log");
        this.logBytes = builder.logBytes;
        this.scratch = required(builder.scratch, "scratch");
        this.observer = builder.observer;
        this.settings = builder.settings;
    }

    /** Returns a builder. The stores, the clock, the executor, the log and the folder must be set. */
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

    public JobTimer timer() {
        return timer;
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

    long logBytes() {
        return logBytes;
    }

    public ActionObserver observer() {
        return observer;
    }

    public Path scratch() {
        return scratch;
    }

    TaskSettings settings() {
        return settings;
    }

    private static <T> T required(@Nullable T value, String name) {
        return Objects.requireNonNull(value, () -> "An action host needs `" + name + "`.");
    }

    /** Builds an {@link ActionHost}. */
    public static final class Builder {
        private @Nullable ActionStore actions;
        private @Nullable PayloadStore payloads;
        private @Nullable InstantSource clock;
        private JobTimer timer = JobTimer.NONE;
        private @Nullable Executor executor;
        private Executor workers = Runnable::run;
        private long heapBytes = Long.MAX_VALUE;
        private @Nullable LogSink log;
        private long logBytes = Long.MAX_VALUE;
        private @Nullable Path scratch;
        private ActionObserver observer = ActionObserver.NONE;
        private TaskSettings settings = TaskSettings.of(Map.of());

        private Builder() {}

        /** Sets the store of records. */
        public Builder actions(ActionStore store) {
            this.actions = store;
            return this;
        }

        /** Sets the store of payloads. */
        public Builder payloads(PayloadStore store) {
            this.payloads = store;
            return this;
        }

        /** Sets the clock. */
        public Builder clock(InstantSource source) {
            this.clock = source;
            return this;
        }

        /** Sets the timer of jobs that run while an action runs; by default there are none. */
        public Builder timer(JobTimer jobs) {
            this.timer = jobs;
            return this;
        }

        /**
         * Sets the threads for reading ahead and parallel writes. Jobs never wait for each other, so any number of
         * threads works.
         */
        public Builder executor(Executor threads) {
            this.executor = threads;
            return this;
        }

        /**
         * Sets the threads for the actions of a batch that run in parallel. The thread of the invocation is one of
         * them; by default it is the only one.
         */
        public Builder workers(Executor threads) {
            this.workers = threads;
            return this;
        }

        /**
         * Sets the maximum heap in bytes. A list that does not fit is refused before it is read; by default no list is
         * refused.
         */
        public Builder heapBytes(long bytes) {
            this.heapBytes = bytes;
            return this;
        }

        /** Sets the destination of log lines. */
        public Builder log(LogSink sink) {
            this.log = sink;
            return this;
        }

        /**
         * Sets the maximum size of the log of an attempt in bytes, without its failure; by default there is none. The
         * beginning and the end of a longer log are kept.
         */
        public Builder logBytes(long bytes) {
            this.logBytes = bytes;
            return this;
        }

        /** Sets the folder for temporary files. Large results and files are written to it. */
        public Builder scratch(Path folder) {
            this.scratch = folder;
            return this;
        }

        /** Sets the observer of progress; none by default. */
        public Builder observer(ActionObserver listener) {
            this.observer = listener;
            return this;
        }

        /** Sets the settings of tasks; none by default. */
        public Builder settings(TaskSettings configured) {
            this.settings = configured;
            return this;
        }

        /** Builds the host. */
        public ActionHost build() {
            return new ActionHost(this);
        }
    }
}
