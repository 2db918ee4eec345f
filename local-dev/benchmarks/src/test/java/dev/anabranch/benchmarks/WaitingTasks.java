package dev.anabranch.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.anabranch.benchmarks.workflows.NapFifty;
import dev.anabranch.benchmarks.workflows.NapFiveHundred;
import dev.anabranch.embedded.internal.cloud.Deployment;
import dev.anabranch.embedded.internal.cloud.EmbeddedRun;
import dev.anabranch.embedded.internal.local.LocalCloud;
import dev.anabranch.workflow.Workflow;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Measures 1,000 tasks that wait for 100 ms, 50 or 500 in parallel: the wall time of runs, divided by the time that the
 * tasks need at least. The first run of a process executes code that is not compiled yet.
 */
public final class WaitingTasks {

    private static final int TASKS = 1_000;
    private static final double NAP_SECONDS = 0.1;
    private static final int RUNS = 6;

    private WaitingTasks() {}

    /**
     * Prints one line for each run.
     *
     * @param args the concurrency, 50 or 500, and an empty data folder
     */
    public static void main(String[] args) throws Exception {
        int concurrency = Integer.parseInt(args[0]);
        Workflow<?, ?> workflow = concurrency == 50 ? new NapFifty() : new NapFiveHundred();
        double ideal = NAP_SECONDS * TASKS / concurrency;
        LocalCloud.Settings settings = LocalCloud.Settings.ofRun(Path.of(args[1]), LocalCloud.Functions.DEFAULT);
        try (LocalCloud local = LocalCloud.open(settings)) {
            Deployment deployment = local.cloud().deploy(workflow);
            JsonNode input = JsonNodeFactory.instance.objectNode().put("n", TASKS);
            for (int i = 1; i <= RUNS; i++) {
                long began = System.nanoTime();
                EmbeddedRun run =
                        local.cloud().start(deployment, "naps-" + i, input).get();
                double seconds = (System.nanoTime() - began) / 1e9;
                System.out.printf(
                        Locale.ROOT,
                        "run %d: %s, %.2f s, %.2f times the ideal %.2f s%n",
                        i,
                        run.status(),
                        seconds,
                        seconds / ideal,
                        ideal);
            }
        }
        System.exit(0);
    }
}
