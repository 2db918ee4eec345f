package dev.anabranch.benchmarks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.anabranch.benchmarks.workflows.SpottyFan;
import dev.anabranch.client.internal.transport.DirectTransport;
import dev.anabranch.console.internal.ConsoleServer;
import dev.anabranch.embedded.internal.cloud.Deployment;
import dev.anabranch.embedded.internal.local.LocalCloud;
import dev.anabranch.embedded.internal.local.ServedApi;
import dev.anabranch.runs.internal.record.RunQuery;
import dev.anabranch.runs.internal.record.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Measures the page of runs with 100, 100,000 and 1,000,000 actions in Chromium, of which 5 % have failed. The arguments
 * are the folder with playwright-core, the Chromium, and optionally a data folder and the numbers of actions. Runs that
 * the data folder has are measured without running them again.
 */
public final class ConsoleLoad {

    private static final List<Integer> ACTIONS = List.of(100, 100_000, 1_000_000);

    private ConsoleLoad() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> options = Arrays.asList(args).subList(2, args.length);
        boolean named = !options.isEmpty() && !options.get(0).matches("\\d+");
        Path data = named ? Files.createDirectories(Path.of(options.get(0))) : null;
        List<Integer> actions =
                options.stream().skip(named ? 1 : 0).map(Integer::valueOf).toList();
        int exit;
        try (LocalCloud local = LocalCloud.open(LocalCloud.Settings.ofRun(data, LocalCloud.Functions.DEFAULT))) {
            Deployment deployment = local.cloud().deploy(new SpottyFan());
            Set<String> kept = local.cloud().runs().list(RunQuery.latest(RunQuery.MOST)).items().stream()
                    .map(RunRecord::id)
                    .collect(Collectors.toSet());
            for (int n : actions.isEmpty() ? ACTIONS : actions) {
                if (kept.contains("run-" + n)) {
                    continue;
                }
                local.cloud()
                        .start(
                                deployment,
                                "run-" + n,
                                JsonNodeFactory.instance.objectNode().put("n", n))
                        .join();
                System.out.println("run-" + n + " has ended");
            }
            try (ConsoleServer server = ConsoleServer.bind(
                    () -> new DirectTransport(
                            ServedApi.parts(local, ServedApi.served(List.of(new SpottyFan()))),
                            local.cloud().payloads()),
                    name -> Optional.empty(),
                    (request, thrown) -> System.err.println(request + ": " + thrown),
                    Optional.empty(),
                    0)) {
                server.open();
                List<String> command = new ArrayList<>(List.of(
                        "node",
                        "local-dev/benchmarks/console-load.mjs",
                        server.uri().toString(),
                        args[0],
                        args[1]));
                (actions.isEmpty() ? ACTIONS : actions).forEach(n -> command.add("run-" + n));
                exit = new ProcessBuilder(command).inheritIO().start().waitFor();
            }
        }
        System.exit(exit);
    }
}
