package dev.anabranch.runtime.internal.action;

import dev.anabranch.action.ActionFailure;
import dev.anabranch.action.StoreUnavailable;
import dev.anabranch.action.TaskFailed;
import dev.anabranch.action.TaskRejected;
import dev.anabranch.runtime.internal.codec.WireWriter;
import dev.anabranch.runtime.internal.invoke.ActionContext;
import dev.anabranch.runtime.internal.invoke.ActionHost;
import dev.anabranch.runtime.internal.invoke.AttemptDeadline;
import dev.anabranch.runtime.internal.invoke.AttemptFailure;
import dev.anabranch.runtime.internal.invoke.Delivery;
import dev.anabranch.runtime.internal.invoke.InputReader;
import dev.anabranch.runtime.internal.invoke.RetryClassifier;
import dev.anabranch.runtime.internal.invoke.TaskCall;
import dev.anabranch.runtime.internal.payload.PayloadBuffer;
import dev.anabranch.runtime.internal.payload.StoreException;
import dev.anabranch.runtime.internal.record.RecordedAttempt;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.reuse.ResultCache;
import dev.anabranch.runtime.internal.reuse.ReusableResults;
import dev.anabranch.runtime.internal.reuse.ReusedResult;
import dev.anabranch.runtime.internal.wire.BatchInvocation;
import dev.anabranch.runtime.internal.wire.Invocation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs the actions of a batch sequentially or with some in parallel. A failure does not stop the other actions. The
 * actions share records: for each block of the batch, one write claims the record and one write records how all its
 * actions ended.
 *
 * <p>Progress is also written after each {@link #CHECKPOINT} of work, and when the remaining time may not suffice for
 * another action: before the next action, or by a timer while an action runs. An invocation that crashes, or times out
 * because of one action, thus loses a bounded amount of work, and a short batch still needs only two writes. A checkpoint
 * writes at most 10 KB, which costs $0.000006 (prices as in {@link StoredResult}); ten seconds
 * of a function with 1 GB cost $0.00017.
 */
final class BatchRunner {

    /** The maximum time of work that a crash can lose. */
    static final Duration CHECKPOINT = Duration.ofSeconds(10);

    /** The time between two looks of the timer. */
    private static final Duration TICK = Duration.ofSeconds(1);

    /** An upper bound of the time for a write. */
    private static final Duration WRITE = Duration.ofSeconds(2);

    private final ActionHost host;
    private final TaskCall task;
    private final ReusableResults reuse;
    private final ResultCache cache;
    private final InputReader inputs;

    BatchRunner(ActionHost host, TaskCall task, InputReader inputs, ReusableResults reuse) {
        this.host = host;
        this.task = task;
        this.inputs = inputs;
        this.reuse = reuse;
        this.cache = reuse.cache();
    }

    /**
     * Runs the actions that have not ended in an earlier attempt.
     *
     * @throws ActionFailure if an action failed: a retryable failure if a retry can help at least one action
     */
    byte[] run(BatchInvocation batch, Delivery delivery) {
        return new BatchAttempt(batch, delivery).answer();
    }

    /** An action to run. */
    private record PendingAction(SharedRecordAttempt record, int offset) {
        Invocation action() {
            return record.actions().get(offset);
        }
    }

    /** One attempt at a batch. */
    private final class BatchAttempt {
        private final BatchInvocation batch;
        private final Invocation first;
        private final AttemptDeadline deadline;
        private final List<SharedRecordAttempt> records;
        private final Queue<PendingAction> pending = new ArrayDeque<>();
        private Instant saved;
        private Duration longest = Duration.ZERO;
        private int helpers;
        private @Nullable Throwable fatal;
        /** Held while a checkpoint is written, so that none is written after the end of the work. */
        private final Object checkpoints = new Object();
        /** Cancels the next look of the timer. */
        private Runnable cancelTick = () -> {};

        private boolean worked;

        BatchAttempt(BatchInvocation batch, Delivery delivery) {
            this.batch = batch;
            this.first = batch.actions().get(0);
            Instant began = host.clock().instant();
            this.deadline = AttemptDeadline.of(first, began, delivery);
            this.records = SharedRecordAttempt.split(
                    host, new RecordedAttempt(first.attemptOrder(), began, delivery.log()), batch.actions());
            this.saved = began;
        }

        byte[] answer() {
            try {
                records.forEach(SharedRecordAttempt::claim);
                records.forEach(this::plan);
                workWithCheckpoints();
                records.forEach(record -> record.save(true));
            } catch (StoreException e) {
                throw new StoreUnavailable(task.where(first), e.getMessage());
            }
            cacheResults();
            List<ActionFailure> failures = new ArrayList<>();
            records.forEach(record -> failures.addAll(record.failures(task)));
            if (failures.isEmpty()) {
                return WireWriter.nothing();
            }
            // A state machine that counts failed items reads their number from the beginning of the message.
            throw mostUseful(failures)
                    .of(BatchInvocation.failed(failures.size(), batch.actions().size()));
        }

        private void plan(SharedRecordAttempt record) {
            for (int offset = 0; offset < record.actions().size(); offset++) {
                if (record.mustRun(offset)) {
                    pending.add(new PendingAction(record, offset));
                }
            }
        }

        /**
         * Returns the failure to report. A retry can help the first two kinds; the failure of a task is more useful
         * than a superseded attempt. Of several retry policies, the one with the most retries is used, so that each
         * action has at least the retries of the policy that applies to it.
         */
        private ActionFailure mostUseful(List<ActionFailure> failures) {
            List<ActionFailure> byRetries = failures.stream()
                    .sorted(Comparator.comparing(failure -> -RetryClassifier.retries(first, failure)))
                    .toList();
            return Stream.of(StoreUnavailable.class, TaskFailed.class, TaskRejected.class)
                    .flatMap(kind -> byRetries.stream().filter(kind::isInstance))
                    .findFirst()
                    .orElse(failures.get(0));
        }

        // -------------------------------------------------------------------------------------------- threads

        private void workWithCheckpoints() {
            if (pending.size() > 1) {
                scheduleTick();
            }
            try {
                work();
            } finally {
                stopTicks();
            }
        }

        private void scheduleTick() {
            synchronized (checkpoints) {
                if (!worked && !isLate()) {
                    cancelTick = host.timer().schedule(TICK, this::tick);
                }
            }
        }

        /** Writes a due checkpoint: the actions that run at this time may never return. */
        private void tick() {
            try {
                checkpointIfDue();
            } catch (RuntimeException | Error e) {
                stopWith(e);
                return;
            }
            scheduleTick();
        }

        private void stopTicks() {
            synchronized (checkpoints) {
                worked = true;
                cancelTick.run();
            }
        }

        /**
         * Runs the actions. The invocation's thread works as well, so the batch completes even if the executor has no
         * free thread.
         */
        private void work() {
            int newHelpers = Math.min(batch.threads(), pending.size()) - 1;
            for (int i = 0; i < newHelpers; i++) {
                host.workers().execute(this::runHelper);
            }
            drain();
            awaitHelpers();
            if (fatal instanceof Error error) {
                saveAfter(error);
                throw error;
            }
            if (fatal instanceof RuntimeException exception) {
                throw exception;
            }
        }

        private void runHelper() {
            synchronized (this) {
                if (pending.isEmpty()) {
                    return;
                }
                helpers++;
            }
            try {
                drain();
            } finally {
                synchronized (this) {
                    helpers--;
                    notifyAll();
                }
            }
        }

        private void drain() {
            try {
                for (Optional<PendingAction> next = next(); next.isPresent(); next = next()) {
                    run(next.get());
                }
            } catch (RuntimeException | Error e) {
                stopWith(e);
            }
        }

        /** Starts no further action, and ends the invocation with the first such error when the running ones have returned. */
        private synchronized void stopWith(Throwable error) {
            pending.clear();
            fatal = fatal == null ? error : fatal;
        }

        private synchronized void awaitHelpers() {
            boolean interrupted = false;
            while (helpers > 0) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        /** Returns the next action and writes a checkpoint before it if one is due. */
        private Optional<PendingAction> next() {
            if (hasPending()) {
                checkpointIfDue();
            }
            synchronized (this) {
                PendingAction next = pending.poll();
                while (next != null && !next.record().isClaimed()) {
                    next = pending.poll();
                }
                return Optional.ofNullable(next);
            }
        }

        private synchronized boolean hasPending() {
            return !pending.isEmpty();
        }

        private void checkpointIfDue() {
            if (!beginsCheckpoint()) {
                return;
            }
            synchronized (checkpoints) {
                if (worked) {
                    return;
                }
                try {
                    records.forEach(record -> record.save(false));
                } catch (StoreException e) {
                    log(first, "The progress of the batch could not be recorded yet.", e);
                }
            }
        }

        /** Returns true to one thread if a checkpoint is due; the others continue with their actions. */
        private synchronized boolean beginsCheckpoint() {
            Instant now = host.clock().instant();
            Duration unsaved = Duration.between(saved, now);
            Duration left = Duration.between(now, deadline.at());
            boolean longAgo = unsaved.compareTo(CHECKPOINT) >= 0;
            // Repeated after half of the remaining time: a few writes for any timeout and any number of actions.
            boolean lastChance = longest.multipliedBy(2).plus(WRITE).compareTo(left) > 0
                    && unsaved.multipliedBy(2).compareTo(left) >= 0;
            if (left.isNegative() || (!longAgo && !lastChance)) {
                return false;
            }
            saved = now;
            return true;
        }

        /** Records the results so far after an error that ends the process. */
        private void saveAfter(Error error) {
            try {
                records.forEach(record -> record.save(false));
            } catch (RuntimeException e) {
                error.addSuppressed(e);
            }
        }

        // -------------------------------------------------------------------------------------------- one action

        private void run(PendingAction item) {
            Invocation action = item.action();
            try (ActionContext context =
                    new ActionContext(host, action, item.record().attempts(), deadline.at())) {
                run(item, action, context);
            }
        }

        private void run(PendingAction item, Invocation action, ActionContext context) {
            Instant began = host.clock().instant();
            host.observer().started(action.node(), action.path());
            Optional<ReusedResult> reused = reused(action, context);
            if (reused.isPresent()) {
                item.record()
                        .reused(
                                item.offset(),
                                began,
                                reused.get().result(),
                                context.stored(reused.get().telemetry()));
                return;
            }
            if (deadline.isOver(began)) {
                timedOut(item, began, context);
                return;
            }
            try (PayloadBuffer document = new PayloadBuffer(host.scratch())) {
                Object output = task.run(action, context);
                task.write(
                        action,
                        output,
                        context,
                        document,
                        json -> isLate()
                                ? timedOut(item, began, context)
                                : item.record().succeeded(item.offset(), began, json, context.telemetry()));
            } catch (AttemptFailure failure) {
                if (isLate()) {
                    timedOut(item, began, context);
                    return;
                }
                context.failed(failure);
                item.record().failed(item.offset(), began, failure.failure(), context.telemetryOfFailure());
                failure.restoreInterrupt();
            } catch (IOException e) {
                log(action, "A temporary file could not be deleted.", e);
            }
            addDuration(Duration.between(began, host.clock().instant()));
        }

        private boolean isLate() {
            return deadline.isOver(host.clock().instant());
        }

        /** Records that an item has not ended within the timeout of the call. Returns the size of its result, 0. */
        private long timedOut(PendingAction item, Instant began, ActionContext context) {
            AttemptFailure failure = AttemptFailure.ofTimeout(item.action(), task.where(item.action()));
            context.failed(failure);
            item.record().failed(item.offset(), began, failure.failure(), context.telemetryOfFailure());
            return 0;
        }

        private Optional<ReusedResult> reused(Invocation action, ActionContext context) {
            Optional<String> cacheKey = cache.key(action, inputs);
            if (!reuse.isPossible(action, cacheKey)) {
                return Optional.empty();
            }
            try {
                return reuse.find(action, cacheKey, first.attemptOrder(), context.logger());
            } catch (IOException e) {
                throw new StoreException("An earlier result could not be read completely.", e);
            }
        }

        private synchronized void addDuration(Duration time) {
            longest = time.compareTo(longest) > 0 ? time : longest;
        }

        /** Stores new results in the cache. */
        private void cacheResults() {
            if (first.caching().isEmpty()) {
                return;
            }
            for (SharedRecordAttempt record : records) {
                for (int offset = 0; offset < record.actions().size(); offset++) {
                    Invocation action = record.actions().get(offset);
                    record.saved(offset).ifPresent(stored -> cache.key(action, inputs)
                            .ifPresent(key -> cache.keep(key, action, stored, logger(action))));
                }
            }
        }

        private void log(Invocation action, String message, Throwable thrown) {
            logger(action).log(System.Logger.Level.WARNING, message, thrown);
        }

        private System.Logger logger(Invocation action) {
            return new ActionContext(host, action, 1, deadline.at()).logger();
        }
    }
}
