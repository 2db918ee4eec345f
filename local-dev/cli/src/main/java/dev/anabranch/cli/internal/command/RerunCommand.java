package dev.anabranch.cli.internal.command;

import dev.anabranch.cli.internal.location.DataOption;
import dev.anabranch.cli.internal.location.ForegroundRun;
import dev.anabranch.cli.internal.location.FunctionOptions;
import dev.anabranch.cli.internal.location.IdempotencyKeys;
import dev.anabranch.cli.internal.location.ItemsOption;
import dev.anabranch.cli.internal.location.OpenRuns;
import dev.anabranch.cli.internal.location.ReportOptions;
import dev.anabranch.cli.internal.location.RunTarget;
import dev.anabranch.cli.internal.location.RunWatcher;
import dev.anabranch.cli.internal.location.WorkflowCatalogue;
import dev.anabranch.cli.internal.output.ActionLines;
import dev.anabranch.cli.internal.output.TextTable;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.cli.internal.terminal.SafeText;
import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.client.internal.RerunOrder;
import dev.anabranch.client.internal.RunClient;
import dev.anabranch.embedded.internal.local.LocalCloud;
import dev.anabranch.runs.internal.lifecycle.Runs;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.rerun.RerunPreview;
import dev.anabranch.runs.internal.rerun.RerunRequest;
import dev.anabranch.runs.internal.rerun.RerunSelection;
import dev.anabranch.stores.internal.storage.DataFolder;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code anabranch rerun}. */
@Command(
        name = "rerun",
        description = {
            "Run a workflow again, and compute only what did not succeed in an earlier run.",
            "",
            "The new run has the same input. It adopts the actions that succeeded, and computes those that failed, were not"
                    + " reached, have a changed definition, or depend on any of these. It requires only the records of the earlier"
                    + " run.",
            "",
            "A run in the data folder is rerun in this process. A run of a deployment is rerun there, and the id of the new"
                    + " run is printed."
        })
final class RerunCommand implements Callable<Integer> {

    private final CommandContext console;

    @Parameters(paramLabel = "<run>", description = "The id of a run, as listed by `anabranch runs`.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String run;

    @ArgGroup(exclusive = true)
    private @Nullable What what;

    /** The options of which at most one can be given. */
    static final class What {
        @Option(names = "--only-failed", description = "Also adopt actions whose definition has changed since.")
        private boolean onlyFailed;

        @Option(
                names = "--from",
                paramLabel = "<node>",
                description = "Also compute this node again, and every node that depends on it.")
        private @Nullable String from;

        @Option(
                names = "--items",
                paramLabel = "<indexes>",
                description =
                        "Compute these items of a fan-out again, such as 3,17-20, besides all that did not succeed."
                                + " Indexes begin with 0. For items nested in item 2: 2.3,2.5-7.")
        private @Nullable String items;

        @Option(
                names = "--label",
                paramLabel = "<label>",
                description =
                        "Compute all items with this label again, which `label(...)` in the workflow gives them, besides all"
                                + " that did not succeed. May be repeated.")
        private List<String> labels = List.of();
    }

    @Option(
            names = "--node",
            paramLabel = "<node>",
            description = "The node of --items or --label. Required for --items if the workflow has several fan-outs.")
    private @Nullable String node;

    @Option(names = "--no-cache", description = "Ignore the cache: use no other results of earlier runs.")
    private boolean noCache;

    @Option(
            names = "--preview",
            description =
                    "Print how many actions would be computed again, computed for the first time and kept, and start nothing."
                            + " With --json as one object.")
    private boolean preview;

    @Mixin
    private FunctionOptions functions = new FunctionOptions();

    @Mixin
    private ReportOptions report = new ReportOptions();

    @Mixin
    private RunWatcher.Options options = new RunWatcher.Options();

    @Mixin
    private RunTarget target = new RunTarget();

    RerunCommand(CommandContext console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        RerunSelection selection = selection();
        if (preview) {
            print(
                    preview(selection),
                    selection instanceof RerunSelection.Items || selection instanceof RerunSelection.Labels);
            return ExitCode.OK;
        }
        if (target.isRemote()) {
            if (functions.isGiven()) {
                throw new UsageError(
                        "`--concurrency` and `--settings` are for runs in this process. On a deployment, the concurrency is a quota of the"
                                + " account, and settings belong to the functions. Leave them out.");
            }
            RunWatcher watching = new RunWatcher(console, target.next(console), options);
            RunClient client = target.remote(console).client();
            String key = IdempotencyKeys.next(console.host().random());
            return watching.started(client, client.rerun(run, new RerunOrder(selection, key, noCache)));
        }
        DataOption data = target.data();
        data.required(console);
        RerunRequest plain = RerunRequest.of(run, selection);
        RerunRequest request = noCache ? plain.withoutCache() : plain;
        return new ForegroundRun(console, data.chosen(console), functions, options.out(), options.json(), report)
                .untilEnd((cloud, progress) -> {
                    RunRecord source = cloud.runs().get(run);
                    Optional<Workflow<?, ?>> workflow =
                            WorkflowCatalogue.onClassPath().find(source.workflow());
                    workflow.ifPresent(
                            found -> progress.follow(cloud.deploy(found).plan()));
                    return cloud.runs().rerun(request);
                });
    }

    private RerunPreview preview(RerunSelection selection) throws IOException {
        Path folder = target.isRemote() ? null : target.data().required(console);
        if (folder == null || DataFolder.isHeld(folder)) {
            try (OpenRuns runs = target.open(console)) {
                return runs.client().preview(run, selection);
            }
        }
        try (LocalCloud local = LocalCloud.open(folder)) {
            Runs runs = local.cloud().runs();
            WorkflowCatalogue.onClassPath().find(runs.get(run).workflow()).ifPresent(local.cloud()::deploy);
            return runs.preview(RerunRequest.of(run, selection));
        }
    }

    private void print(RerunPreview found, boolean selectsItems) {
        if (options.json()) {
            console.out().println(found.toJson());
            return;
        }
        TextTable table = new TextTable("NODE", "AGAIN", "FIRST TIME", "KEPT", "");
        found.nodes()
                .forEach(each -> table.row(
                        SafeText.of(each.node()),
                        count(each.computed()),
                        count(each.notStarted()),
                        count(each.adopted()),
                        Stream.of(
                                        each.added() ? ActionLines.ADDED : "",
                                        each.changed() ? "changed since" : "",
                                        each.open() ? "its list or condition is computed" : "")
                                .filter(note -> !note.isEmpty())
                                .collect(Collectors.joining(", "))));
        table.row("", count(found.computed()), count(found.notStarted()), count(found.adopted()), "");
        table.print(console.out());
        console.err()
                .println(
                        "anabranch: The rerun computes the actions of AGAIN and FIRST TIME; those of KEPT keep their results."
                                + (selectsItems
                                        ? " Besides the selected items, it computes all actions that did not succeed."
                                        : "")
                                + " Nothing was started; to start it, leave out `--preview`.");
    }

    private static String count(long actions) {
        return String.format(Locale.ROOT, "%,d", actions);
    }

    private RerunSelection selection() {
        String items = what == null ? null : what.items;
        List<String> labels = what == null ? List.of() : what.labels;
        if (node != null && items == null && labels.isEmpty()) {
            throw new UsageError(
                    "`--node` requires `--items`, such as `--items 3,17-20`, or `--label`. To compute a whole node again, use"
                            + " `--from`.");
        }
        if (what == null) {
            return new RerunSelection.Unfinished();
        }
        if (!labels.isEmpty()) {
            return new RerunSelection.Labels(Optional.ofNullable(node), labels);
        }
        if (items != null) {
            return new RerunSelection.Items(Optional.ofNullable(node), ItemsOption.parse(items));
        }
        if (what.from != null) {
            return new RerunSelection.From(what.from);
        }
        return what.onlyFailed ? new RerunSelection.OnlyFailed() : new RerunSelection.Unfinished();
    }
}
