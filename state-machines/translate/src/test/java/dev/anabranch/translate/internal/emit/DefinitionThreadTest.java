package dev.anabranch.translate.internal.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.InvalidDefinition;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import dev.anabranch.workflow.internal.graph.DefinitionThread;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class DefinitionThreadTest {

    private final AtomicReference<Thread> thread = new AtomicReference<>();

    private DefinitionThread within(Duration limit) {
        return new DefinitionThread(
                job -> {
                    Thread made = new Thread(job, "define");
                    thread.set(made);
                    return made;
                },
                limit);
    }

    /** Adds no node and does not return until it is released. */
    private record Endless(AtomicBoolean released) implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> number) {
            long turns = 0;
            while (!released.get()) {
                turns++;
            }
            assertThat(turns).isNotNegative();
            return number;
        }
    }

    @Test
    void loopWithoutNodesIsAFindingWithItsLine() throws InterruptedException {
        AtomicBoolean released = new AtomicBoolean();
        try {
            InvalidDefinition refusal = catchThrowableOfType(
                    InvalidDefinition.class,
                    () -> Definition.of(new Endless(released), Target.AWS, within(Duration.ofSeconds(2))));

            assertThat(refusal.findings())
                    .singleElement()
                    .asString()
                    .matches("ERROR define-overdue at workflow `endless` \\(DefinitionThreadTest\\.java:\\d+\\):"
                            + " define\\(\\) has not returned after 2 seconds\\. Look for a loop that does not end .*");
        } finally {
            released.set(true);
            Objects.requireNonNull(thread.get()).join();
        }
    }

    @Test
    void resultAndExceptionOfADefinitionAreUnchanged() {
        DefinitionThread definitions = within(Duration.ofSeconds(30));

        assertThat(definitions.<String>call(() -> "made")).isEqualTo("made");
        assertThatThrownBy(() -> definitions.call(() -> {
                    throw new IllegalStateException("not yet");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("not yet");
    }
}
