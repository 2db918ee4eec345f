package dev.anabranch.examples.hyperparametersweep;

import dev.anabranch.examples.hyperparametersweep.SweepReport.Ranked;
import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Ranks the combinations of parameters. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 60)
public final class PickBest implements Task<Results<TrialResult>, SweepReport> {

    /** The best first: by accuracy, then by the lower spread, then by the smaller network. */
    private static final Comparator<TrialResult> BEST_FIRST = Comparator.comparingDouble(TrialResult::accuracy)
            .reversed()
            .thenComparingDouble(TrialResult::spread)
            .thenComparingInt(result -> result.parameters().hiddenUnits());

    /** Returns the report; it has no best combination if there are no trials. */
    @Override
    public SweepReport run(Results<TrialResult> trials, TaskContext context) {
        List<TrialResult> ranking = trials.stream().sorted(BEST_FIRST).toList();
        return new SweepReport(
                "Iris (R. A. Fisher, UCI Machine Learning Repository, CC BY 4.0)",
                ranking.size(),
                ranking.isEmpty() ? null : best(ranking.get(0)),
                ranking.stream().map(PickBest::ranked).toList());
    }

    private static Ranked ranked(TrialResult result) {
        Parameters parameters = result.parameters();
        return new Ranked(
                result.accuracy(),
                result.spread(),
                parameters.learningRate(),
                parameters.hiddenUnits(),
                parameters.weightDecay());
    }

    private static SweepReport.Best best(TrialResult result) {
        Map<String, Map<String, Integer>> takenFor = new LinkedHashMap<>();
        for (int species = 0; species < Flowers.SPECIES.size(); species++) {
            Map<String, Integer> row = new LinkedHashMap<>();
            for (int other = 0; other < Flowers.SPECIES.size(); other++) {
                row.put(
                        Flowers.SPECIES.get(other),
                        result.confusion().get(species).get(other));
            }
            takenFor.put(Flowers.SPECIES.get(species), row);
        }
        return new SweepReport.Best(result.parameters(), result.accuracy(), result.spread(), takenFor);
    }
}
