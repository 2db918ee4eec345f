package dev.anabranch.cli;

import dev.anabranch.run.Page;
import dev.anabranch.run.RunQuery;
import dev.anabranch.run.RunRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code anabranch runs}. */
@Command(name = "runs", description = "List the runs that are kept, the latest first.")
final class RunsCommand implements Callable<Integer> {

    private final Console console;

    @Option(names = "--workflow", paramLabel = "<workflow>", description = "Those of one workflow only.")
    private @Nullable String workflow;

    @Option(names = "--limit", paramLabel = "<count>", description = "The most to list. 20 if left out.")
    private int limit = 20;

    @Option(names = "--json", description = "Print a JSON object for each, one a line.")
    private boolean json;

    @Mixin
    private DataOption data = new DataOption();

    RunsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (limit < 1) {
            throw new WrongCommand("--limit must be 1 or more, but is " + limit + ".");
        }
        try (LocalCloud local = LocalCloud.open(data.required(console))) {
            List<RunRecord> runs = read(local);
            Table table = new Table("RUN", "STATUS", "STARTED", "TOOK", "RERUN OF");
            for (RunRecord run : runs) {
                if (json) {
                    console.out().println(RecordJson.of(run));
                } else {
                    table.row(
                            run.id(),
                            run.status().name(),
                            Table.time(run.started()),
                            Table.between(run.started(), run.ended()),
                            run.rerunOf().orElse(""));
                }
            }
            if (!json && !runs.isEmpty()) {
                table.print(console.out());
            }
        }
        return ExitCode.OK;
    }

    private List<RunRecord> read(LocalCloud local) {
        List<RunRecord> runs = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            int left = Math.min(RunQuery.MOST, limit - runs.size());
            Page<RunRecord> page = local.cloud().runs().list(new RunQuery(Optional.ofNullable(workflow), cursor, left));
            runs.addAll(page.items());
            cursor = page.next();
        } while (cursor.isPresent() && runs.size() < limit);
        return runs;
    }
}
