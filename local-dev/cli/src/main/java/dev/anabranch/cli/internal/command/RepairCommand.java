package dev.anabranch.cli.internal.command;

import dev.anabranch.cli.internal.location.DataOption;
import dev.anabranch.cli.internal.output.ShellWord;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.embedded.internal.local.RunRepair;
import dev.anabranch.stores.internal.storage.DataFolderRepair;
import dev.anabranch.stores.internal.storage.DataFolderRepair.Report;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code anabranch repair}. */
@Command(
        name = "repair",
        description = {
            "Repair a data folder with a damaged file: keep what is whole, and list what is lost.",
            "",
            "The previous files are kept in a folder `damaged-<n>` in the data folder. Runs that were in progress, and runs"
                    + " of which data is lost, are ABORTED; `anabranch rerun` computes what is missing.",
            "",
            "Exit code: 0 if nothing was damaged or all data was restored, 1 if data is lost. With --check: 0 if nothing is"
                    + " damaged, 1 if something is."
        })
final class RepairCommand implements Callable<Integer> {

    private final CommandContext console;

    @Mixin
    private DataOption data = new DataOption();

    @Option(
            names = "--check",
            description = "Only compare all data with its checksums: list the damages, and change nothing.")
    private boolean check;

    RepairCommand(CommandContext console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Path folder = data.required(console);
        if (check) {
            return check(folder);
        }
        Optional<Report> repaired = RunRepair.repair(folder, console.clock());
        if (repaired.isEmpty()) {
            console.out().println(whole(folder));
            return ExitCode.OK;
        }
        Report report = repaired.get();
        report.damages().forEach(console.out()::println);
        report.losses().forEach(console.out()::println);
        if (report.losses().isEmpty()) {
            console.out().println("Nothing is lost.");
        }
        console.out().println(report.summary());
        console.out().println("Repaired. The previous files are in `" + report.kept() + "`.");
        return report.losses().isEmpty() ? ExitCode.OK : ExitCode.RUN_FAILED;
    }

    private int check(Path folder) {
        List<String> damages = DataFolderRepair.check(folder);
        damages.forEach(console.out()::println);
        console.out()
                .println(
                        damages.isEmpty()
                                ? whole(folder)
                                : "Nothing was changed. `" + console.host().launcher() + " repair --data "
                                        + ShellWord.of(folder.toString())
                                        + "` restores what it can, and lists what is lost.");
        return damages.isEmpty() ? ExitCode.OK : ExitCode.RUN_FAILED;
    }

    private static String whole(Path folder) {
        return "No file of `" + folder + "` is damaged.";
    }
}
