package dev.anabranch.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Await;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Approval with a reminder and an escalation. */
@ExtendWith(AnabranchExtension.class)
final class AwaitScenarioTest {

    /** A decision; {@code open} if nobody has decided. */
    public record Decision(boolean approved, boolean open, String by) {
        static final Decision OPEN = new Decision(false, true, "nobody");
    }

    /** The numbers of the documents. */
    public static final class Documents implements Task<Long, List<Long>> {
        @Override
        public List<Long> run(Long width, TaskContext context) {
            return LongStream.range(0, width).boxed().toList();
        }
    }

    /** Reminds the person. */
    public static final class SendReminder implements Task<Long, Long> {
        @Override
        public Long run(Long document, TaskContext context) {
            return document;
        }
    }

    /** Who decided on each document, in order. */
    public static final class ListDeciders implements Task<Results<Decision>, List<String>> {
        @Override
        public List<String> run(Results<Decision> decisions, TaskContext context) {
            List<String> by = new ArrayList<>();
            decisions.forEach(decision -> by.add(decision.by()));
            return by;
        }
    }

    /** Waits a day, reminds, waits two days more, then escalates. */
    static final class Approve implements Workflow<Long, List<String>> {
        @Override
        public Value<List<String>> define(Flow flow, Value<Long> width) {
            return flow.call(
                    ListDeciders.class,
                    flow.map(flow.call(Documents.class, width), document -> approved(flow, document))
                            .collect());
        }

        private static Value<Decision> approved(Flow flow, Value<Long> document) {
            Await<Decision> first = flow.await("approve", Decision.class)
                    .prompt(document)
                    .timeout(Duration.ofDays(1))
                    .onTimeout(Decision.OPEN);
            return flow.<Decision>when(first.get(Decision::open), () -> reminded(flow, document), () -> first)
                    .value();
        }

        private static Value<Decision> reminded(Flow flow, Value<Long> document) {
            Await<Decision> second = flow.await("approve after reminder", Decision.class)
                    .prompt(document)
                    .timeout(Duration.ofDays(2))
                    .onTimeout(new Decision(false, false, "escalation"))
                    .after(flow.call(SendReminder.class, document));
            return second;
        }
    }

    @Test
    void twoHundredDocumentsAreApprovedRemindedOrEscalated(Scenarios scenarios) {
        TestRun<List<String>> run = scenarios
                .of(new Approve())
                .answering(
                        "approve",
                        Duration.ofHours(2),
                        path -> path.get(0) % 10 == 0 ? null : new Decision(true, false, "Ada"))
                .answering(
                        "approve after reminder",
                        Duration.ofHours(5),
                        path -> path.get(0) % 20 == 0 ? null : new Decision(true, false, "Grace"))
                .run(200L);

        assertThat(run).succeeded();
        assertThat(run.output()).hasSize(200);
        assertThat(run.output()).filteredOn("Ada"::equals).hasSize(180);
        assertThat(run.output()).filteredOn("Grace"::equals).hasSize(10);
        assertThat(run.output()).filteredOn("escalation"::equals).hasSize(10);
        assertThat(run.output().get(20)).isEqualTo("escalation");
        assertThat(run.duration())
                .isBetween(Duration.ofDays(3), Duration.ofDays(3).plusHours(1));
        assertThat(run.actions("send reminder")).hasSize(20);
    }

    @Test
    void waitWithoutAnswerAndFallbackFails(Scenarios scenarios) {
        Workflow<Long, Decision> workflow = new Workflow<>() {
            @Override
            public Value<Decision> define(Flow flow, Value<Long> document) {
                return flow.await("approve", Decision.class).timeout(Duration.ofDays(3));
            }

            @Override
            public String name() {
                return "strict";
            }
        };

        TestRun<Decision> run = scenarios.of(workflow).run(1L);

        assertThat(run.failure()).hasValueSatisfying(failure -> {
            assertThat(failure.node()).isEqualTo("approve");
            assertThat(failure.error()).isEqualTo("Anabranch.AwaitTimeout");
        });
        assertThat(run.duration())
                .isBetween(Duration.ofDays(3), Duration.ofDays(3).plusMinutes(1));
    }

    @Test
    void cancelEndsWaits(Scenarios scenarios) {
        TestRun<List<String>> run =
                scenarios.of(new Approve()).cancelledAfter(Duration.ofHours(3)).run(5L);

        assertThat(run.succeeded()).isFalse();
        assertThat(run.duration()).isLessThan(Duration.ofHours(4));
        assertThat(run.actions("approve")).hasSize(5).allMatch(action -> action.status()
                .equals("ABORTED"));
    }

    @Test
    void answerForUnknownNodeIsRefused(Scenarios scenarios) {
        assertThatThrownBy(() -> scenarios
                        .of(new Approve())
                        .answering("aprove", Decision.OPEN)
                        .run(1L))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no node `aprove` that waits");
    }
}
