package dev.anabranch.cli;

import dev.anabranch.run.ActionInputs;
import dev.anabranch.run.ActionQuery;
import dev.anabranch.run.Page;
import dev.anabranch.run.RunAction;
import dev.anabranch.wire.ActionStatus;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code anabranch actions}. */
@Command(
        name = "actions",
        description = "List the actions of a run that is kept, those of a fan-out in the order of its items.")
final class ActionsCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "<run>", description = "A run that `anabranch runs` shows.")
    @SuppressWarnings("NullAway.Init") // picocli fills it
    private String run;

    @Option(names = "--node", paramLabel = "<node>", description = "Those of one node only.")
    private @Nullable String node;

    @Option(names = "--prefix", paramLabel = "<text>", description = "Those whose node's name begins so only.")
    private String prefix = "";

    @Option(
            names = "--status",
            paramLabel = "<status>",
            description = "Those that are this far only: ${COMPLETION-CANDIDATES}.")
    private @Nullable ActionStatus status;

    @Mixin
    private ItemsOption items = new ItemsOption();

    @Option(names = "--input", description = "Print what they were given as well, and where that is.")
    private boolean input;

    @Option(names = "--limit", paramLabel = "<count>", description = "The most to list. All if left out.")
    private long limit = Long.MAX_VALUE;

    @Option(names = "--json", description = "Print a JSON object for each, one a line.")
    private boolean json;

    @Mixin
    private DataOption data = new DataOption();

    ActionsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (limit < 1) {
            throw new WrongCommand("--limit must be 1 or more, but is " + limit + ".");
        }
        try (LocalCloud local = LocalCloud.open(data.required(console))) {
            ActionQuery query = new ActionQuery(
                    Optional.ofNullable(node),
                    prefix,
                    Optional.ofNullable(status),
                    items.ranges(),
                    Optional.empty(),
                    ActionQuery.MOST);
            ActionInputs inputs = input ? local.cloud().runs().inputs(run) : null;
            long left = limit;
            for (Optional<ActionQuery> next = Optional.of(query); next.isPresent() && left > 0; ) {
                Page<RunAction> page = local.cloud().runs().actions(run, next.get());
                page.items().stream().limit(left).forEach(action -> print(action, inputs));
                left -= page.items().size();
                next = page.next().map(query::after);
            }
        }
        return ExitCode.OK;
    }

    private void print(RunAction action, @Nullable ActionInputs inputs) {
        if (json) {
            console.out().println(RecordJson.of(action, inputs));
            return;
        }
        console.out().println(ActionText.of(action));
        if (inputs != null) {
            console.out().print(ActionText.input(action, run, inputs));
        }
    }
}
