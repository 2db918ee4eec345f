package dev.anabranch.cli.internal.command;

import dev.anabranch.cli.internal.location.WorkflowCatalogue;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.explain.internal.cost.Assumptions;
import dev.anabranch.explain.internal.cost.PriceList;
import dev.anabranch.explain.internal.report.Explanation;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.plan.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code anabranch explain}. */
@Command(
        name = "explain",
        description = {
            "Say how a workflow will run, why, what it costs and how near it comes to AWS's quotas.",
            "",
            "Nothing is run. The prices and what is assumed are in the answer."
        })
final class ExplainCommand implements Callable<Integer> {

    private final CommandContext console;

    @Parameters(paramLabel = "<workflow>", description = "A name that `anabranch list` shows.")
    @SuppressWarnings("NullAway.Init") // picocli fills it
    private String workflow;

    @Option(
            names = "--width",
            paramLabel = "<items>|<node>=<items>",
            split = ",",
            description =
                    "How many items fan-outs have: each number is a case of its own, for all fan-outs. <node>=<items>"
                            + " gives one fan-out another width in every case. 10,1000,1000000 if left out.")
    private List<String> widths = List.of();

    @Option(names = "--target", paramLabel = "<target>", description = "aws or localstack. aws if left out.")
    private Target target = Target.AWS;

    @Option(
            names = "--action-ms",
            paramLabel = "<ms>",
            description = "How long a task works on an item. 200 if left out.")
    private @Nullable Long actionMillis;

    @Option(names = "--result-bytes", paramLabel = "<bytes>", description = "How large a result is. 200 if left out.")
    private @Nullable Long resultBytes;

    @Option(names = "--item-bytes", paramLabel = "<bytes>", description = "How large an item is. 200 if left out.")
    private @Nullable Long itemBytes;

    @Option(
            names = "--account-functions",
            paramLabel = "<n>",
            description =
                    "How many functions the account may run at once. 1000 if left out; a new account begins with 10.")
    private @Nullable Integer concurrentFunctions;

    @Option(
            names = "--account-transitions",
            paramLabel = "<n>",
            description =
                    "How many state transitions a second the account may have. 5000 if left out; a new account begins"
                            + " lower.")
    private @Nullable Integer transitionsPerSecond;

    @Option(names = "--x86", description = "Functions run on x86_64 instead of arm64.")
    private boolean x86;

    @Option(names = "--json", description = "Print JSON instead of text.")
    private boolean json;

    ExplainCommand(CommandContext console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Definition definition = Definition.of(WorkflowCatalogue.onClassPath().get(workflow), target);
        Explanation explanation = explain(definition);
        console.out()
                .print(
                        json
                                ? explanation.json()
                                : explanation.text(console.terminal().unicode()));
        return ExitCode.OK;
    }

    private Explanation explain(Definition definition) {
        List<Long> all = new ArrayList<>();
        Map<String, Long> own = new LinkedHashMap<>();
        for (String width : widths) {
            int equals = width.indexOf('=');
            if (equals < 0) {
                all.add(number(width, width));
            } else {
                own.put(width.substring(0, equals).strip(), number(width.substring(equals + 1), width));
            }
        }
        try {
            return Explanation.of(
                    definition, all.isEmpty() ? Explanation.WIDTHS : all, own, assumptions(), PriceList.US_EAST_1);
        } catch (IllegalArgumentException e) {
            throw new UsageError(String.valueOf(e.getMessage()), e);
        }
    }

    private Assumptions assumptions() {
        Assumptions.Builder assumptions = Assumptions.DEFAULT.toBuilder().arm64(!x86);
        if (actionMillis != null) {
            assumptions.actionMillis(actionMillis);
        }
        if (resultBytes != null) {
            assumptions.resultBytes(resultBytes);
        }
        if (itemBytes != null) {
            assumptions.itemBytes(itemBytes);
        }
        if (concurrentFunctions != null) {
            assumptions.concurrentFunctions(concurrentFunctions);
        }
        if (transitionsPerSecond != null) {
            assumptions.transitionsPerSecond(transitionsPerSecond);
        }
        return assumptions.build();
    }

    private static long number(String digits, String argument) {
        try {
            return Long.parseLong(digits.strip().replace("_", ""));
        } catch (NumberFormatException e) {
            throw new UsageError(
                    "--width has `" + argument + "`, but must be a number of items or `<node>=<number>`, such as"
                            + " `--width 10,1000` or `--width \"cells=5\"`.",
                    e);
        }
    }
}
