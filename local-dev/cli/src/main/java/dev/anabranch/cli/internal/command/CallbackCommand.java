package dev.anabranch.cli.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.cli.internal.location.AnswerArgument;
import dev.anabranch.cli.internal.location.IdempotencyKeys;
import dev.anabranch.cli.internal.location.OpenRuns;
import dev.anabranch.cli.internal.location.RunTarget;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.client.internal.ClientSignal;
import dev.anabranch.client.internal.RunClient;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code anabranch callback}. */
@Command(
        name = "callback",
        description = {
            "Complete or fail a callback, or send a heartbeat.",
            "",
            "The first completion or failure wins. A value of another type is refused and the action continues to wait."
        })
final class CallbackCommand implements Callable<Integer> {

    private final CommandContext console;

    @Parameters(index = "0", paramLabel = "<id>", description = "The id that the task received.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String id;

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Message message;

    @Option(names = "--message", paramLabel = "<text>", description = "With --fail: the message of the error.")
    private @Nullable String text;

    @Mixin
    private RunTarget target = new RunTarget();

    CallbackCommand(CommandContext console) {
        this.console = console;
    }

    /** What happened to the work. */
    static final class Message {

        @Option(names = "--complete", paramLabel = "<json>", description = "Complete with a value as JSON.")
        private @Nullable String value;

        @Option(names = "--fail", paramLabel = "<error>", description = "Fail with the name of an error.")
        private @Nullable String error;

        @Option(names = "--heartbeat", description = "Report that the work continues.")
        private boolean heartbeat;
    }

    @Override
    public Integer call() throws IOException {
        if (text != null && message.error == null) {
            throw new UsageError("`--message` needs `--fail`.");
        }
        JsonNode value = message.value == null ? null : AnswerArgument.parse("--complete", message.value);
        try (OpenRuns open = target.open(console)) {
            ClientSignal outcome = send(
                    open.client(), value, IdempotencyKeys.next(console.host().random()));
            console.out()
                    .println(outcome.node() + (outcome.path().isEmpty() ? "" : "[" + outcome.path() + "]") + "  "
                            + (message.heartbeat
                                    ? "heartbeat received"
                                    : message.error == null ? "completed" : "failed"));
        }
        return ExitCode.OK;
    }

    private ClientSignal send(RunClient client, @Nullable JsonNode value, String key) {
        if (value != null) {
            return client.complete(id, value, key);
        }
        return message.error == null
                ? client.heartbeat(id)
                : client.fail(id, message.error, Optional.ofNullable(text), key);
    }
}
