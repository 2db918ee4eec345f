package dev.anabranch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.billing.Bill;
import dev.anabranch.embedded.Deployment;
import dev.anabranch.embedded.EmbeddedCloud;
import dev.anabranch.embedded.Run;
import dev.anabranch.run.ActionCounts;
import dev.anabranch.run.RunRefused;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code anabranch run}. */
@Command(
        name = "run",
        description = {
            "Run a workflow on the embedded cloud, in this process.",
            "",
            "What it returns goes to standard output; progress, how it ended and",
            "what AWS would have billed for it to standard error."
        })
final class RunCommand implements Callable<Integer> {

    private static final DateTimeFormatter RUN_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Console console;

    @Parameters(paramLabel = "<workflow>", description = "A name that `anabranch list` shows.")
    @SuppressWarnings("NullAway.Init") // picocli fills it
    private String name;

    @Option(
            names = "--input",
            paramLabel = "<json>|@<file>",
            description = "What the run is given, as JSON or in a file. {} if left out.")
    private String input = "{}";

    @Option(names = "--out", paramLabel = "<dir>", description = "Put the files that the run makes into this folder.")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print one JSON object about the run instead of what it returned.")
    private boolean json;

    RunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Workflow<?, ?> workflow = Catalogue.onClassPath().get(name);
        JsonNode given = InputArgument.read(input, console.folder());
        OutFolder folder = out == null ? null : OutFolder.at(console.folder().resolve(out));
        Instant began = console.clock().instant();
        String runId = name + "-" + RUN_TIME.format(began);
        Run run;
        Bill bill;
        try (RunProgress progress = new RunProgress(Progress.on(console));
                LocalCloud local = LocalCloud.open(progress)) {
            EmbeddedCloud cloud = local.cloud();
            Deployment deployment = cloud.deploy(workflow);
            progress.follow(deployment.plan());
            try {
                run = cloud.start(deployment, runId, given).join();
            } catch (RunRefused e) {
                throw new WrongCommand(String.valueOf(e.getMessage()), e);
            }
            bill = local.bill();
            progress.finish();
            if (folder != null) {
                folder.write(runId, cloud.reader());
            }
        }
        report(run, bill, Duration.between(began, console.clock().instant()));
        return run.succeeded() ? ExitCode.OK : ExitCode.RUN_FAILED;
    }

    private void report(Run run, Bill bill, Duration took) {
        run.failure().ifPresent(failure -> console.err().println("anabranch: " + FailureText.of(name, run, failure)));
        console.err().println(summary(run, took));
        console.err().println(BillText.of(bill));
        if (json) {
            console.out().println(RunJson.of(name, run, took, bill));
        } else {
            run.output().ifPresent(output -> console.out().println(RunJson.pretty(output)));
        }
    }

    private static String summary(Run run, Duration took) {
        ActionCounts actions = run.actions();
        String failed = actions.failed() == 0 ? "" : ", " + actions.failed() + " failed";
        return String.format(
                Locale.ROOT,
                "%s %s: %,d action%s%s in %.1f s",
                run.id(),
                run.status(),
                actions.total(),
                actions.total() == 1 ? "" : "s",
                failed,
                took.toMillis() / 1000.0);
    }
}
