package dev.anabranch.cli.internal.command;

import dev.anabranch.cli.internal.location.WorkflowCatalogue;
import dev.anabranch.cli.internal.output.OutFolder;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.manifest.Manifest;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.workflow.internal.graph.DefinitionThread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code anabranch manifest}. */
@Command(
        name = "manifest",
        description = {
            "Write the deployment manifest: all workflows with their functions, types and permissions.",
            "",
            "With --out, write manifest.json and a state machine for each workflow to a folder. Otherwise print only the"
                    + " manifest."
        })
final class ManifestCommand implements Callable<Integer> {

    private final CommandContext console;

    @Option(names = "--out", paramLabel = "<dir>", description = "The folder for the files; created if absent.")
    private @Nullable Path out;

    @Option(names = "--target", paramLabel = "<target>", description = "aws or localstack. Default: aws.")
    private Target target = Target.AWS;

    ManifestCommand(CommandContext console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Map<String, String> files = manifest().files();
        if (out == null) {
            console.out().print(Objects.requireNonNull(files.get(Manifest.FILE)));
        } else {
            Path folder = console.folder().resolve(out);
            OutFolder.at(folder);
            files.forEach((name, text) -> write(folder.resolve(name), text));
        }
        return ExitCode.OK;
    }

    private Manifest manifest() {
        Definition[] definitions = WorkflowCatalogue.onClassPath().complete().workflows().stream()
                .map(workflow -> Definition.of(workflow, target, new DefinitionThread()))
                .toArray(Definition[]::new);
        try {
            return Manifest.of(definitions);
        } catch (IllegalArgumentException e) {
            throw new UsageError(String.valueOf(e.getMessage()), e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UsageError("The file `" + file + "` cannot be written: " + e.getMessage() + ".", e);
        }
    }
}
