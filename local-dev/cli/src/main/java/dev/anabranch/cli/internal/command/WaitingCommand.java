package dev.anabranch.cli.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.cli.internal.location.OpenRuns;
import dev.anabranch.cli.internal.location.RunTarget;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.client.internal.ActionFilter;
import dev.anabranch.client.internal.ActionInputs;
import dev.anabranch.client.internal.ClientAction;
import dev.anabranch.client.internal.ClientRun;
import dev.anabranch.client.internal.RunClient;
import dev.anabranch.runs.internal.action.InputLocation;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code anabranch waiting}. */
@Command(
        name = "waiting",
        description =
                "List the actions that wait for an answer or a callback, with their prompts or inputs. `anabranch signal`"
                        + " answers them.")
final class WaitingCommand implements Callable<Integer> {

    private static final int MOST_CHARS = 1_000;

    private final CommandContext console;

    @Parameters(arity = "0..1", paramLabel = "<run>", description = "The id of a run. Default: all runs.")
    private @Nullable String run;

    @Option(
            names = "--limit",
            paramLabel = "<count>",
            defaultValue = "100",
            description = "Read at most this number of the latest runs. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Option(names = "--json", description = "Print one JSON object per line.")
    private boolean json;

    @Mixin
    private RunTarget target = new RunTarget();

    WaitingCommand(CommandContext console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        try (OpenRuns open = target.open(console)) {
            RunClient client = open.client();
            List<ClientRun> runs = run == null
                    ? client.runs(Optional.empty(), Optional.empty(), limit).toList()
                    : List.of(client.get(run));
            long actions = runs.stream()
                    .filter(found -> !found.status().ended())
                    .mapToLong(found -> list(client, found.id()))
                    .sum();
            if (actions == 0) {
                console.err().println("No action waits for an answer or a callback.");
            }
        }
        return ExitCode.OK;
    }

    /** Prints the waiting actions of a run, and returns their number. */
    private long list(RunClient client, String id) {
        long count = 0;
        ActionInputs prompts = new ActionInputs(client, id);
        for (RunGraph.Vertex node : client.graph(id).nodes()) {
            if (node.kind() == RunGraph.Kind.AWAIT) {
                ActionFilter waiting =
                        new ActionFilter(Optional.of(node.id()), "", Optional.of(ActionStatus.RUNNING), List.of());
                try (Stream<ClientAction> actions = client.actions(id, waiting, Long.MAX_VALUE)) {
                    count += actions.filter(action -> !action.awaitsRetry())
                            .peek(action -> print(id, node, action, prompts))
                            .mapToLong(action -> 1)
                            .sum();
                }
            }
        }
        return count;
    }

    private void print(String id, RunGraph.Vertex node, ClientAction action, ActionInputs prompts) {
        if (json) {
            ObjectNode line = JsonNodeFactory.instance
                    .objectNode()
                    .put("run", id)
                    .put("node", action.node())
                    .put("action", action.path())
                    .put("answer", node.answer())
                    .put("since", time(action.began()))
                    .put("until", time(action.until()));
            if (!action.label().isEmpty()) {
                line.put("label", action.label());
            }
            line.set("constants", node.prompt());
            ObjectNode prompt = line.putObject("prompt");
            places(action, prompts)
                    .forEach(place -> prompts.value(place).ifPresent(value -> prompt.set(place.part(), value)));
            console.out().println(line);
            return;
        }
        console.out()
                .println(id + "  " + action.name() + "  since " + time(action.began()) + "  until "
                        + time(action.until()));
        if (!node.prompt().isNull()) {
            console.out().println("  " + shortened(node.prompt()));
        }
        for (InputLocation place : places(action, prompts)) {
            prompts.value(place).ifPresent(value -> console.out()
                    .println("  " + (place.part().isEmpty() ? "" : place.part() + ": ") + shortened(value)));
        }
    }

    private static List<InputLocation> places(ClientAction action, ActionInputs prompts) {
        return action.input().stream()
                .flatMap(place -> prompts.places(place).stream())
                .toList();
    }

    private static String time(Optional<Instant> time) {
        return time.map(Instant::toString).orElse("");
    }

    private static String shortened(JsonNode value) {
        String text = value.toString();
        return text.codePointCount(0, text.length()) > MOST_CHARS
                ? text.substring(0, text.offsetByCodePoints(0, MOST_CHARS)) + "…"
                : text;
    }
}
