package dev.anabranch.cli;

import dev.anabranch.client.RerunOrder;
import dev.anabranch.client.RunClient;
import dev.anabranch.run.RerunRequest;
import dev.anabranch.run.RunRecord;
import dev.anabranch.run.Selection;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code anabranch rerun}. */
@Command(
        name = "rerun",
        description = {
            "Run again what did not succeed in a run.",
            "",
            "A new run with the same input adopts what succeeded, and computes the rest:",
            "what failed or was not reached, what has another definition by now, and what",
            "reads any of it. It needs nothing but the records of the earlier run.",
            "",
            "A run of the data folder is run again in this process, to its end. A run of a",
            "deployment is run again there, and the id of the new run is printed."
        })
final class RerunCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "<run>", description = "A run that `anabranch runs` shows.")
    @SuppressWarnings("NullAway.Init") // picocli fills it
    private String run;

    @ArgGroup(exclusive = true)
    private @Nullable What what;

    /** At most one of these. */
    static final class What {
        @Option(
                names = "--only-failed",
                description = "Adopt what succeeded although its definition has changed since.")
        private boolean onlyFailed;

        @Option(
                names = "--from",
                paramLabel = "<node>",
                description = "Compute this node again as well, and all that reads its results.")
        private @Nullable String from;

        @Option(
                names = "--items",
                paramLabel = "<indexes>",
                description = {
                    "Compute these items of a fan-out again as well, such as 3,17-20; the first is 0.",
                    "For items inside item 2: 2.3,2.5-7."
                })
        private @Nullable String items;
    }

    @Option(
            names = "--node",
            paramLabel = "<node>",
            description = "Whose items: needed where the workflow fans out more than once.")
    private @Nullable String node;

    @Option(names = "--no-cache", description = "Take no other result from earlier runs.")
    private boolean noCache;

    @Mixin
    private FunctionOptions functions = new FunctionOptions();

    @Mixin
    private Watch.Options options = new Watch.Options();

    @Mixin
    private Target target = new Target();

    RerunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Selection selection = selection();
        if (target.isRemote()) {
            if (functions.isGiven()) {
                throw new WrongCommand(
                        "`--concurrency` is for runs in this process. On a deployment, the account sets it.");
            }
            Watch watching = new Watch(console, target.again(), options);
            RunClient client = target.remote(console).client();
            String key = Keys.next(console.host().random());
            return watching.started(client, client.rerun(run, new RerunOrder(selection, key, noCache)));
        }
        DataOption data = target.data();
        data.required(console);
        RerunRequest plain = RerunRequest.of(run, selection);
        RerunRequest request = noCache ? plain.withoutCache() : plain;
        return new ForegroundRun(console, data.chosen(console), functions, options.out(), options.json())
                .toItsEnd((cloud, progress) -> {
                    RunRecord source = cloud.runs().get(run);
                    Optional<Workflow<?, ?>> workflow = Catalogue.onClassPath().find(source.workflow());
                    workflow.ifPresent(
                            found -> progress.follow(cloud.deploy(found).plan()));
                    return cloud.runs().rerun(request);
                });
    }

    private Selection selection() {
        String items = what == null ? null : what.items;
        if (node != null && items == null) {
            throw new WrongCommand("--node says whose items are meant; give the items with --items, such as"
                    + " `--items 3,17-20`. To compute a whole node again: --from.");
        }
        if (what == null) {
            return new Selection.Unfinished();
        }
        if (items != null) {
            return new Selection.Items(Optional.ofNullable(node), ItemsOption.parse(items));
        }
        if (what.from != null) {
            return new Selection.From(what.from);
        }
        return what.onlyFailed ? new Selection.OnlyFailed() : new Selection.Unfinished();
    }
}
