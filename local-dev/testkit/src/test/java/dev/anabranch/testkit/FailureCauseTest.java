package dev.anabranch.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The cause of the AssertionError is the exception of the task. */
@ExtendWith(AnabranchExtension.class)
final class FailureCauseTest {

    /** Fails for negative numbers. */
    public static final class Root implements Task<Double, Double> {
        @Override
        public Double run(Double number, TaskContext context) {
            if (number < 0) {
                throw new IllegalStateException(number + " has no root", new IOException("why"));
            }
            return Math.sqrt(number);
        }
    }

    /** Counts. */
    public static final class Count implements Task<Results<Double>, Long> {
        @Override
        public Long run(Results<Double> numbers, TaskContext context) {
            return numbers.stream().count();
        }
    }

    /** Computes roots. */
    public static final class Roots implements Workflow<List<Double>, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<List<Double>> numbers) {
            return flow.call(
                    Count.class, flow.map(numbers, Root.class).named("root").collect());
        }
    }

    @Test
    void failedAssertionHasTheExceptionOfTheTaskWithItsFramesAndCauses(Scenarios scenarios) {
        TestRun<Long> run = scenarios.of(new Roots()).run(List.of(4.0, -1.0));

        assertThatThrownBy(() -> assertThat(run).succeeded())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("root[1]")
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("-1.0 has no root")
                .hasRootCauseMessage("why")
                .satisfies(cause ->
                        assertThat(cause.getStackTrace()[0].getClassName()).isEqualTo(Root.class.getName()));
        assertThatThrownBy(run::output).cause().isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> assertThat(run).action("root", 1).succeeded())
                .cause()
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> assertThat(run).failedWith("States.Timeout"))
                .cause()
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void crashIsNamedAsCrash(Scenarios scenarios) {
        TestRun<Long> run = scenarios
                .of(new Roots())
                .with(Fault.crash().at("root", 0).always())
                .run(List.of(4.0));

        assertThat(run).failedWith("Anabranch.Crashed");
        assertThatThrownBy(run::output)
                .cause()
                .isInstanceOf(VirtualMachineError.class)
                .isNotInstanceOf(OutOfMemoryError.class)
                .hasMessage("Fault.crash() has ended the process of the function.");
    }

    /** Attempts to compute the roots, then computes them in a run of another workflow whose nodes have the same names. */
    public static final class RootsTwice implements Workflow<List<Double>, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<List<Double>> numbers) {
            FanOut<Double> first = flow.map(numbers, Root.class).named("root").toleratePercent(100);
            return flow.run(Roots.class, numbers).after(first);
        }
    }

    @Test
    void causeOfTheFailureOfAnotherRunIsTheExceptionOfItsTask(Scenarios scenarios) {
        TestRun<Long> run = scenarios.of(new RootsTwice()).run(List.of(4.0, 9.0, -1.0));

        assertThat(run).failedAt("roots");
        assertThatThrownBy(run::output)
                .hasMessageContaining("failed at `root` 2")
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("-1.0 has no root");
    }

    @Test
    void failedAssertionOfASucceededRunHasNoCause(Scenarios scenarios) {
        TestRun<Long> run = scenarios.of(new Roots()).run(List.of(4.0));

        assertThatThrownBy(() -> assertThat(run).failed())
                .isInstanceOf(AssertionError.class)
                .hasNoCause();
    }
}
