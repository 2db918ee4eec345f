package dev.anabranch.benchmarks;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.translate.internal.emit.Translator;
import dev.anabranch.translate.internal.plan.Plan;
import dev.anabranch.translate.internal.plan.PlanChecks;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import dev.anabranch.workflow.internal.check.Checks;
import dev.anabranch.workflow.internal.trace.TracedWorkflow;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.RunnerException;

/**
 * The duration from a definition to the text of its state machine, by the number of nodes and the form of the graph.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 5)
@Measurement(iterations = 4, time = 4)
@Fork(1)
public class TranslationBenchmark {

    @Param({"100", "1000", "10000"})
    public int nodes;

    @Param({"CHAIN", "WIDE", "TANGLE", "FAN_OUTS"})
    public Kind kind = Kind.CHAIN;

    /** The form of the graph. */
    public enum Kind {
        /** A chain. */
        CHAIN,
        /** Parallel nodes, and one that uses all their results. */
        WIDE,
        /** Each node uses the results of two earlier ones. */
        TANGLE,
        /** Lists that are fanned out over, and readers of the results. */
        FAN_OUTS
    }

    /**
     * Measures all steps: tracing, checks, plan, translation, text. Definitions of 1,000 nodes are too large for AWS,
     * but the translator accepts them.
     */
    @Benchmark
    public String translate() {
        TracedWorkflow traced = TracedWorkflow.of(new Sample(kind, nodes));
        Checks.of(traced.graph());
        Plan plan = Plan.of(traced.graph());
        PlanChecks.of(plan);
        return Translator.translate(plan).definition();
    }

    /** Converts a text to a text. */
    public static final class Echo implements Task<String, String> {
        @Override
        public String run(String input, TaskContext context) {
            return input;
        }
    }

    /** Converts several texts to a text. */
    public static final class Join implements Task<List<String>, String> {
        @Override
        public String run(List<String> input, TaskContext context) {
            return String.join(" ", input);
        }
    }

    /** Converts a text to several texts. */
    public static final class Split implements Task<String, List<String>> {
        @Override
        public List<String> run(String input, TaskContext context) {
            return List.of(input.split(" "));
        }
    }

    private record Sample(Kind kind, int nodes) implements Workflow<String, String> {
        @Override
        public Value<String> define(Flow flow, Value<String> text) {
            SplittableRandom random = new SplittableRandom(nodes);
            List<Value<String>> made = new ArrayList<>(List.of(text));
            for (int i = 1; i < nodes; i++) {
                switch (kind) {
                    case CHAIN -> made.add(flow.call(Echo.class, made.get(i - 1)));
                    case WIDE -> made.add(flow.call(Echo.class, text));
                    case TANGLE ->
                        made.add(flow.call(
                                Join.class,
                                flow.list(List.of(made.get(random.nextInt(i)), made.get(random.nextInt(i))))));
                    case FAN_OUTS -> {
                        i += 3; // Each round adds a list, a fan-out, its body and its reader.
                        Value<List<String>> list = flow.call(Split.class, text);
                        flow.call(Join.class, flow.map(list, Echo.class).toList());
                    }
                }
            }
            return kind == Kind.WIDE ? flow.call(Join.class, flow.list(made)) : made.get(made.size() - 1);
        }

        @Override
        public String name() {
            return "sample";
        }
    }

    /** Runs this benchmark and measures allocations. */
    public static void main(String[] args) throws RunnerException {
        Benchmarks.run(TranslationBenchmark.class);
    }
}
