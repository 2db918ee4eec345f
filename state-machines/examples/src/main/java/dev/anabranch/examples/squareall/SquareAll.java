package dev.anabranch.examples.squareall;

import dev.anabranch.task.Outcome;
import dev.anabranch.task.Results;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.util.List;

/** Squares numbers, 50 in parallel. A number that fails does not stop the others. */
public final class SquareAll implements Workflow<SquareAllInput, SquareAllReport> {

    @Override
    public Value<SquareAllReport> define(Flow flow, Value<SquareAllInput> input) {
        Value<List<Assignment>> numbers = flow.call(AssignNumbers.class, input);
        Value<Results<Outcome<Integer>>> squares =
                flow.map(numbers, Square.class).concurrency(50).outcomes();
        return flow.call(ReportSquares.class, squares);
    }

    @Override
    public String description() {
        return "flyte.map with return_exceptions: failures are data.";
    }
}
