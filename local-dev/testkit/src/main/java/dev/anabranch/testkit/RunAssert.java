package dev.anabranch.testkit;

import dev.anabranch.engine.history.HistoryEvent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ListAssert;
import org.assertj.core.api.ObjectAssert;

/**
 * Assertions on a run.
 *
 * @param <O> what the workflow returns
 */
public final class RunAssert<O> extends AbstractAssert<RunAssert<O>, TestRun<O>> {

    RunAssert(TestRun<O> run) {
        super(run, RunAssert.class);
    }

    /** Verifies that the run succeeded. Otherwise the cause of the error is the exception of the task that failed. */
    public RunAssert<O> succeeded() {
        if (!actual.succeeded()) {
            throw actual.because(failure("Expected %s to succeed, but it ended as %s", actual, actual.outcome()));
        }
        return this;
    }

    /** Verifies the output of the run. */
    public RunAssert<O> hasOutput(O expected) {
        succeeded();
        if (!Objects.deepEquals(actual.output(), expected)) {
            throw failureWithActualExpected(
                    actual.output(),
                    expected,
                    "Expected %s to return\n  %s\nbut it returned\n  %s",
                    actual,
                    expected,
                    actual.output());
        }
        return this;
    }

    /** Returns assertions on the output of the run. */
    public ObjectAssert<O> output() {
        succeeded();
        return Assertions.assertThat(actual.output()).as("output of %s", actual);
    }

    /** Verifies that the run has the status {@code FAILED}. */
    public RunAssert<O> failed() {
        return hasStatus("FAILED");
    }

    /** Verifies that the run was cancelled. */
    public RunAssert<O> wasCancelled() {
        return hasStatus("ABORTED");
    }

    /**
     * Verifies the status of the run: {@code SUCCEEDED}, {@code FAILED}, {@code TIMED_OUT} if it exceeded its time limit,
     * or {@code ABORTED}.
     */
    public RunAssert<O> hasStatus(String status) {
        if (!actual.status().equals(status)) {
            throw actual.because(
                    failure("Expected %s to end as %s, but it ended as %s", actual, status, actual.outcome()));
        }
        return this;
    }

    /** Verifies that an action of this node failed the run; with indexes, that this action did. */
    public RunAssert<O> failedAt(String node, long... path) {
        TestFailure failure = failure();
        boolean there = failure.node().equals(node)
                && (path.length == 0
                        || failure.path().equals(Arrays.stream(path).boxed().toList()));
        if (!there) {
            throw actual.because(failure(
                    "Expected %s to fail at %s%s, but it ended as %s",
                    actual, node, path.length == 0 ? "" : Arrays.toString(path), actual.outcome()));
        }
        return this;
    }

    /** Verifies that the run failed with this exception of a task. */
    public RunAssert<O> failedWith(Class<? extends Throwable> exception) {
        return failedWith(exception.getName());
    }

    /** Verifies that the run failed with the error of this name, such as {@code States.Timeout}. */
    public RunAssert<O> failedWith(String error) {
        if (!failure().error().equals(error)) {
            throw actual.because(
                    failure("Expected %s to fail with %s, but it ended as %s", actual, error, actual.outcome()));
        }
        return this;
    }

    /** Verifies that the run failed with a message that contains this text. */
    public RunAssert<O> hasFailureMessageContaining(String text) {
        if (!failure().message().contains(text)) {
            throw actual.because(failure(
                    "Expected the failure of %s to contain %s, but it ended as %s", actual, text, actual.outcome()));
        }
        return this;
    }

    private TestFailure failure() {
        if (actual.failure().isEmpty()) {
            throw actual.because(failure("Expected %s to fail, but it ended as %s", actual, actual.outcome()));
        }
        return actual.failure().orElseThrow();
    }

    /** Returns assertions on one action, which must have been started. */
    public ActionAssert<O> action(String node, long... path) {
        return new ActionAssert<>(actual, actual.action(node, path), this);
    }

    /** Returns assertions on the only action of a node whose item has a label: see {@link TestRun#labelled}. */
    public ActionAssert<O> labelled(String node, String label) {
        return new ActionAssert<>(actual, actual.labelled(node, label), this);
    }

    /** Returns assertions on all actions of a node. */
    public ListAssert<TestAction> actions(String node) {
        return Assertions.assertThat(actual.actions(node)).as("actions of %s in %s", node, actual);
    }

    /** Verifies that no action of this node was started. */
    public RunAssert<O> neverStarted(String node) {
        actions(node).isEmpty();
        return this;
    }

    /**
     * Verifies that both nodes ran, and that every attempt of {@code first} ended before any attempt of {@code then}
     * ended.
     */
    public RunAssert<O> ran(String first, String then) {
        List<TestAttempt> attempts = actual.attempts();
        OptionalInt last = positions(attempts, first).max();
        OptionalInt next = positions(attempts, then).min();
        if (last.isEmpty() || next.isEmpty()) {
            failWithMessage(
                    "Expected %s to run %s and then %s, but it never ran %s",
                    actual, first, then, last.isEmpty() ? first : then);
        } else if (last.getAsInt() > next.getAsInt()
                || attempts.get(last.getAsInt())
                        .ended()
                        .isAfter(attempts.get(next.getAsInt()).began())) {
            failWithMessage(
                    "Expected %s to run all of %s and then %s, but this one ended too late: %s",
                    actual, first, then, attempts.get(last.getAsInt()));
        }
        return this;
    }

    private static IntStream positions(List<TestAttempt> attempts, String node) {
        return IntStream.range(0, attempts.size())
                .filter(index -> attempts.get(index).node().equals(node));
    }

    /** Verifies the exact duration of the run in virtual time. */
    public RunAssert<O> took(Duration expected) {
        Assertions.assertThat(actual.duration()).as("how long %s took", actual).isEqualTo(expected);
        return this;
    }

    /** Returns assertions on the history of the run's execution. */
    public ListAssert<HistoryEvent> history() {
        return Assertions.assertThat(actual.history()).as("history of %s", actual);
    }

    /** Verifies that the execution entered the state of this name. */
    public RunAssert<O> entered(String state) {
        List<String> entered = actual.history().stream()
                .filter(event -> event.type().text().endsWith("StateEntered"))
                .map(event -> event.toJson()
                        .path("stateEnteredEventDetails")
                        .path("name")
                        .asText())
                .toList();
        Assertions.assertThat(entered).as("states that %s entered", actual).contains(state);
        return this;
    }

    /** Returns assertions on the bill of the run. */
    public ObjectAssert<TestBill> bill() {
        return Assertions.assertThat(actual.bill()).as("bill of %s", actual);
    }
}
