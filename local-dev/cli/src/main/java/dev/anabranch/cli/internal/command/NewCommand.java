package dev.anabranch.cli.internal.command;

import dev.anabranch.cli.internal.output.ShellWord;
import dev.anabranch.cli.internal.project.BuildTool;
import dev.anabranch.cli.internal.project.ProjectFiles;
import dev.anabranch.cli.internal.project.ProjectFiles.Language;
import dev.anabranch.cli.internal.project.ProjectName;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.cli.internal.terminal.UsageError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code anabranch new}. */
@Command(
        name = "new",
        description = {
            "Create a project with a workflow of your own.",
            "",
            "The project is a Maven or Gradle project with a workflow that has a fan-out, its tasks and test, a CDK app and a launcher."
        })
final class NewCommand implements Callable<Integer> {

    private final CommandContext console;

    @Parameters(paramLabel = "<dir>", description = "The folder of the project; it must not exist, or be empty.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path dir;

    @Option(
            names = "--package",
            paramLabel = "<package>",
            description = "The Java package of its classes. Default: made from its name.")
    private @Nullable String javaPackage;

    @Option(
            names = "--name",
            paramLabel = "<name>",
            description = "The name of the project, such as river-reports. Default: the name of the folder.")
    private @Nullable String name;

    @Option(names = "--gradle", description = "Build the project with Gradle instead of Maven.")
    private boolean gradle;

    @Option(names = "--kotlin", description = "Write workflows, tasks and tests in Kotlin.")
    private boolean kotlin;

    NewCommand(CommandContext console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Path folder = console.folder().resolve(dir).normalize();
        Path last = folder.getFileName();
        ProjectName names = ProjectName.of(last == null ? "" : last.toString(), name, javaPackage);
        requireEmpty(folder);
        String version = VersionText.number();
        BuildTool build = gradle ? BuildTool.GRADLE : BuildTool.MAVEN;
        try {
            Files.createDirectories(folder);
            new ProjectFiles(names, version, build, kotlin ? Language.KOTLIN : Language.JAVA).writeTo(folder);
        } catch (IOException e) {
            throw new UsageError("The folder `" + folder + "` cannot be written: " + e.getMessage() + ".", e);
        }
        console.out().println("Created the project `" + names.project() + "` in " + folder + ". Next:");
        console.out().println();
        if (version.endsWith("-SNAPSHOT")) {
            console.out()
                    .println("  mvn -q -Dquick -DskipTests install   # in your clone of Anabranch, because " + version
                            + " is not published");
        }
        console.out().println("  cd " + ShellWord.of(dir.toString()));
        console.out().println("  ./anabranch run hello");
        console.out().println("  " + build.verify());
        return ExitCode.OK;
    }

    private static void requireEmpty(Path folder) {
        if (Files.isRegularFile(folder)) {
            throw new UsageError("`" + folder + "` is a file. Name a folder that does not exist.");
        }
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw new UsageError("The folder `" + folder + "` is not empty. Name a folder that does not exist.");
            }
        } catch (IOException e) {
            throw new UsageError("The folder `" + folder + "` cannot be read: " + e.getMessage() + ".", e);
        }
    }
}
