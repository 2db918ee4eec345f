package dev.anabranch.cli.internal.training;

import dev.anabranch.task.Outcome;
import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A fan-out and a fan-in over numbers. It has what most workflows have, so that their runs load the same classes. It is
 * no service of the jar, so that `anabranch list` does not show it.
 */
public final class TrainingWorkflow implements Workflow<TrainingWorkflow.Width, TrainingWorkflow.Report> {

    /**
     * The input.
     *
     * @param width the number of actions of the fan-out
     */
    public record Width(int width) {}

    /**
     * The output.
     *
     * @param sum the sum of all results
     * @param numbers the results
     */
    public record Report(long sum, List<Integer> numbers) {}

    @Override
    public String name() {
        return "training";
    }

    @Override
    public Value<Report> define(Flow flow, Value<Width> width) {
        Value<List<Integer>> numbers = flow.call(FirstNumbers.class, width);
        Value<Results<Outcome<Integer>>> same =
                flow.map(numbers, SameNumber.class).outcomes();
        return flow.call(ReportNumbers.class, same);
    }

    /** Returns the items of the fan-out. */
    public static final class FirstNumbers implements Task<Width, List<Integer>> {

        /** Returns the numbers from 0. */
        @Override
        public List<Integer> run(Width width, TaskContext context) {
            return IntStream.range(0, width.width()).boxed().toList();
        }
    }

    /** The action of each item. */
    public static final class SameNumber implements Task<Integer, Integer> {

        /** Returns the number. */
        @Override
        public Integer run(Integer number, TaskContext context) {
            return number;
        }
    }

    /** Reads all results. */
    public static final class ReportNumbers implements Task<Results<Outcome<Integer>>, Report> {

        /** Returns the sum and the numbers. */
        @Override
        public Report run(Results<Outcome<Integer>> outcomes, TaskContext context) {
            List<Integer> numbers =
                    outcomes.stream().map(outcome -> outcome.value().orElse(0)).toList();
            return new Report(numbers.stream().mapToLong(number -> number).sum(), numbers);
        }
    }
}
