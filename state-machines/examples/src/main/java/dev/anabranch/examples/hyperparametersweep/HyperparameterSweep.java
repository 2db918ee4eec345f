package dev.anabranch.examples.hyperparametersweep;

import dev.anabranch.task.Results;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.util.List;

/** Trains and tests a model with each combination of parameters, and reports the best one. */
public final class HyperparameterSweep implements Workflow<SweepInput, SweepReport> {

    @Override
    public Value<SweepReport> define(Flow flow, Value<SweepInput> input) {
        Value<List<Trial>> trials = flow.call(PlanTrials.class, input);
        Value<Results<TrialResult>> results =
                flow.map(trials, RunTrial.class).concurrency(100).collect();
        return flow.call(PickBest.class, results);
    }

    @Override
    public String description() {
        return "scikit-learn's grid search, one model per point, on Iris.";
    }
}
