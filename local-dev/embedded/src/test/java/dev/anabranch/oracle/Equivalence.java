package dev.anabranch.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.embedded.internal.cloud.EmbeddedRun;
import dev.anabranch.runs.internal.record.RunError;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.ItemLabels;
import dev.anabranch.runtime.internal.wire.Wire;
import dev.anabranch.workflow.Workflow;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Compares a run on a cloud with the direct evaluation: the run and each of its actions must have the same result. */
final class Equivalence {

    private static final Pattern TOO_FEW =
            Pattern.compile("(`.*` needs .* items? that succeeds?, but .*\\.) The first failure: .*", Pattern.DOTALL);

    private static final Pattern TOO_MANY =
            Pattern.compile("[\\d,]+ of the [\\d,]+ (?:started )?items of `(.*)` failed, but at most .* may fail\\..*");

    private Equivalence() {}

    /** Runs the workflow both ways and compares the results. */
    static EmbeddedRun check(TestCloud cloud, Workflow<?, ?> workflow, JsonNode input) {
        DirectRun direct = DirectRun.of(workflow);
        EmbeddedRun run = cloud.run(workflow, input);
        check(cloud, run, direct, input);
        return run;
    }

    /** Compares a run that has ended with its direct evaluation, in which the same items succeed first. */
    static void check(TestCloud cloud, EmbeddedRun run, DirectRun workflow, JsonNode input) {
        check(cloud, run, workflow.on(input, action -> recorded(cloud, run.id(), action)));
    }

    private static Optional<DirectFirst.Chosen> recorded(TestCloud cloud, String run, ActionId action) {
        return cloud.reader()
                .action(run, action.node(), action.path())
                .filter(record -> record.status().hasResult())
                .map(record -> new DirectFirst.Chosen(
                        cloud.reader().output(run, new Wire.Recorded(action.node(), action.path())),
                        record.status() == ActionStatus.CACHED));
    }

    private static void check(TestCloud cloud, EmbeddedRun run, DirectResult direct) {
        if (direct.succeeded()) {
            assertThat(run.failure()).as("failure of the run").isEmpty();
            assertSame("output", run.output().orElseThrow(), direct.output().orElseThrow());
        } else {
            assertThat(run.succeeded()).as("run with output %s", run.output()).isFalse();
            RunError failure = run.failure().orElseThrow();
            assertThat(direct.failures())
                    .extracting(possible -> new RunError(
                            possible.action().node(),
                            possible.action().indexes(),
                            possible.error(),
                            withoutCounts(possible.message())))
                    .as("possible failures")
                    .contains(new RunError(
                            failure.node(), failure.action(), failure.name(), withoutCounts(failure.message())));
        }
        direct.results()
                .forEach((action, result) -> checkRecord(cloud, run.id(), action, result, mustReturn(direct, action)));
        direct.labels().forEach((action, labels) -> checkLabels(cloud, run.id(), action, labels));
    }

    /** A record that the state machine wrote for a batch whose function never began has no labels. */
    private static void checkLabels(TestCloud cloud, String run, ActionId action, ItemLabels labels) {
        cloud.reader()
                .action(run, action.node(), action.path())
                .filter(record -> record.attempts() > 0 || !record.labels().isEmpty())
                .ifPresent(record ->
                        assertThat(record.labels()).as("labels of %s", action).isEqualTo(labels));
    }

    /**
     * Returns a message without the numbers of a tolerance check and without the first failure: how many items start
     * before a fan-out ends early, and which of them fails first, depends on their order.
     */
    static String withoutCounts(String message) {
        String counted = TOO_MANY.matcher(message).replaceFirst("too many items of `$1` failed");
        return TOO_FEW.matcher(counted).replaceFirst("$1");
    }

    /**
     * Returns whether an action must have a result: its run has succeeded, its fan-out did not end early, and no action
     * of its item has failed.
     */
    private static boolean mustReturn(DirectResult direct, ActionId action) {
        return direct.succeeded()
                && !direct.unneeded().contains(action)
                && direct.tolerated().stream()
                        .noneMatch(failure -> sameItem(failure.action().path(), action.path()));
    }

    private static boolean sameItem(List<Long> some, List<Long> other) {
        return !some.isEmpty() && !other.isEmpty() && some.get(0).equals(other.get(0));
    }

    private static void checkRecord(TestCloud cloud, String run, ActionId action, JsonNode result, boolean mustReturn) {
        Optional<ActionRecord> record = cloud.reader().action(run, action.node(), action.path());
        if (record.map(ActionRecord::status).filter(ActionStatus::hasResult).isPresent()) {
            JsonNode recorded = cloud.reader().output(run, new Wire.Recorded(action.node(), action.path()));
            assertSame("result of " + action, recorded, result);
        } else {
            assertThat(mustReturn)
                    .as("%s has no result in its record: %s", action, record)
                    .isFalse();
        }
    }

    private static void assertSame(String what, JsonNode json, JsonNode expected) {
        if (!SameJson.is(json, expected)) {
            assertThat(json.toString()).as(what).isEqualTo(expected.toString());
        }
    }
}
