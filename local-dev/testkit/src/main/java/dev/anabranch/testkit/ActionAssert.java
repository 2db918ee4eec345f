package dev.anabranch.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.runtime.internal.record.Telemetry;
import java.util.Map;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on one action of a run.
 *
 * @param <O> what the workflow returns
 */
public final class ActionAssert<O> extends AbstractAssert<ActionAssert<O>, TestAction> {

    private final TestRun<O> run;
    private final RunAssert<O> back;

    ActionAssert(TestRun<O> run, TestAction action, RunAssert<O> back) {
        super(action, ActionAssert.class);
        this.run = run;
        this.back = back;
    }

    /** Verifies that the action succeeded. */
    public ActionAssert<O> succeeded() {
        return hasStatus("SUCCEEDED");
    }

    /** Verifies that the action failed after its last attempt. */
    public ActionAssert<O> failed() {
        return hasStatus("FAILED");
    }

    /** Verifies the {@linkplain TestAction#status() status} of the action. */
    public ActionAssert<O> hasStatus(String status) {
        if (!actual.status().equals(status)) {
            throw run.because(
                    failure(
                            "Expected %s of %s to be %s, but it is %s%s",
                            actual,
                            run,
                            status,
                            actual.status(),
                            actual.error().isEmpty() ? "" : ": " + actual.error() + ": " + actual.message()),
                    actual.node(),
                    actual.path());
        }
        return this;
    }

    /** Verifies that the action failed with this exception. */
    public ActionAssert<O> failedWith(Class<? extends Throwable> exception) {
        return failedWith(exception.getName());
    }

    /** Verifies that the action failed with the error of this name, such as {@code States.Timeout}. */
    public ActionAssert<O> failedWith(String error) {
        failed();
        if (!actual.error().equals(error)) {
            failWithMessage(
                    "Expected %s of %s to fail with %s, but it failed with %s: %s",
                    actual, run, error, actual.error(), actual.message());
        }
        return this;
    }

    /** Verifies the {@linkplain TestAction#label() label} of the action. */
    public ActionAssert<O> hasLabel(String label) {
        if (!actual.label().equals(label)) {
            failWithMessage("Expected %s of %s to have the label %s", actual, run, label);
        }
        return this;
    }

    /** Verifies the number of attempts, including those that did not reach the function. */
    public ActionAssert<O> hasAttempts(int count) {
        if (actual.attempts().size() != count) {
            failWithMessage(
                    "Expected %s of %s to have %s attempts, but it has %s: %s",
                    actual, run, count, actual.attempts().size(), actual.attempts());
        }
        return this;
    }

    /** Verifies that the action returned a value that has the same JSON as {@code result}. */
    public ActionAssert<O> returned(@Nullable Object result) {
        succeeded();
        JsonNode expected = TaskJson.tree(result);
        if (!run.result(actual).equals(expected)) {
            failWithMessage(
                    "Expected %s of %s to return %s, but it returned %s", actual, run, expected, run.result(actual));
        }
        return this;
    }

    /** Verifies that the action has reported the metric once, with this value. */
    public ActionAssert<O> hasMetric(String name, double value) {
        return hasMetric(name, new TestMetric(1, value, value, value));
    }

    /** Verifies the values of a metric of the action. */
    public ActionAssert<O> hasMetric(String name, TestMetric expected) {
        Map<String, TestMetric> metrics = run.metrics(actual);
        if (!expected.equals(metrics.get(name))) {
            failWithMessage(
                    "Expected %s of %s to have the metric %s with %s, but its metrics are %s",
                    actual, run, name, expected, metrics);
        }
        return this;
    }

    /** Verifies the latest progress that the action has reported. */
    public ActionAssert<O> hasProgress(long done, long total) {
        Telemetry.Progress progress = run.telemetry(actual).progress();
        if (!new Telemetry.Progress(done, total).equals(progress)) {
            failWithMessage(
                    "Expected %s of %s to have the progress %s of %s, but it has %s",
                    actual, run, done, total, progress == null ? "none" : progress.done() + " of " + progress.total());
        }
        return this;
    }

    /** Verifies that the report of the action contains a text. */
    public ActionAssert<O> hasReportContaining(String text) {
        String report = run.report(actual)
                .orElseThrow(() -> failure("Expected %s of %s to have a report, but it has none", actual, run));
        if (!report.contains(text)) {
            failWithMessage("Expected the report of %s of %s to contain %s, but it is%n%s", actual, run, text, report);
        }
        return this;
    }

    /** Returns the assertions on the run. */
    public RunAssert<O> and() {
        return back;
    }
}
