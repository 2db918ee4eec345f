package dev.anabranch.examples.squareall;

import dev.anabranch.task.Outcome;
import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reports the outcome of every action. */
@TaskDefaults(memoryMb = 1024, timeoutSeconds = 60)
public final class ReportSquares implements Task<Results<Outcome<Integer>>, SquareAllReport> {

    /** Returns the squares and the failures. */
    @Override
    public SquareAllReport run(Results<Outcome<Integer>> outcomes, TaskContext context) {
        List<@Nullable Integer> squares = new ArrayList<>();
        List<SquareAllReport.Failed> failures = new ArrayList<>();
        long sum = 0;
        for (Outcome<Integer> outcome : outcomes) {
            if (outcome instanceof Outcome.Failed<Integer> failed) {
                failures.add(new SquareAllReport.Failed(squares.size(), failed.error(), failed.message()));
            }
            sum += outcome.value().orElse(0);
            squares.add(outcome.value().orElse(null));
        }
        return new SquareAllReport(squares.size() - failures.size(), failures.size(), sum, failures, squares);
    }
}
