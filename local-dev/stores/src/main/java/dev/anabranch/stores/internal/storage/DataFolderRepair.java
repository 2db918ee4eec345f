package dev.anabranch.stores.internal.storage;

import dev.anabranch.engine.SalvagedJournal;
import dev.anabranch.engine.journal.DamagedFile;
import dev.anabranch.engine.journal.DiskFile;
import dev.anabranch.engine.journal.FileMark;
import dev.anabranch.engine.journal.JournalFile;
import dev.anabranch.engine.journal.JournalSalvage;
import dev.anabranch.stores.internal.storage.DataFolder.DataFolderUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Repairs the files of a data folder. Writes the undamaged data to new files and keeps the previous files in another
 * folder. The new files replace the previous ones only when all of them are complete. If a repair is killed, the next
 * one completes it. Executions that were running are removed.
 */
public final class DataFolderRepair {

    private static final String NEW = "repair.new";
    private static final String KEPT = "damaged-";

    private final FolderFiles files;
    private final Path folder;
    private final StoreSalvage.MapTypes types;
    private final StoreRepair contents;

    /** Repairs the copy of a store. */
    @FunctionalInterface
    public interface StoreRepair {
        /**
         * Makes the copied entries consistent.
         *
         * @param losses what is missing from the copy
         * @return one sentence for each loss
         */
        List<String> repair(Storage copy, StoreSalvage.Losses losses);
    }

    /**
     * The result of a repair.
     *
     * @param damages one sentence for each damage
     * @param losses one sentence for each loss; empty if nothing was lost
     * @param kept the folder with the previous files
     */
    public record Report(List<String> damages, List<String> losses, Path kept) {
        /** Copies the lists. */
        public Report {
            damages = List.copyOf(damages);
            losses = List.copyOf(losses);
        }
    }

    /**
     * Prepares the repair of a folder.
     *
     * @param types the types of the maps to copy
     * @param contents makes the copied entries consistent
     */
    public DataFolderRepair(Path folder, StoreSalvage.MapTypes types, StoreRepair contents) {
        this.folder = folder;
        this.files = new FolderFiles(folder);
        this.types = types;
        this.contents = contents;
    }

    /**
     * Repairs a folder that has a damaged file.
     *
     * @return the result; empty if no file is damaged and nothing was changed
     * @throws DataFolderUnavailable if another process holds the folder, or it is missing or cannot be read or written
     */
    public Optional<Report> repair() {
        if (!Files.isDirectory(folder)) {
            throw new DataFolderUnavailable("The data folder `" + folder + "` is missing");
        }
        FolderLock lock = DataFolder.lock(folder);
        try {
            Optional<Path> unfinished = files.unfinishedRepair();
            if (unfinished.isPresent()) {
                Path kept = place(unfinished.get());
                return Optional.of(new Report(List.of("An earlier repair had not completed."), List.of(), kept));
            }
            Set<String> damages = damages();
            if (damages.isEmpty()) {
                return Optional.empty();
            }
            Path fresh = folder.resolve(NEW);
            delete(fresh);
            Files.createDirectory(fresh);
            List<String> losses = write(new FolderFiles(fresh));
            Path whole = folder.resolve(FolderFiles.REPAIRED + number());
            Files.move(fresh, whole, StandardCopyOption.ATOMIC_MOVE);
            return Optional.of(new Report(List.copyOf(damages), losses, place(whole)));
        } catch (IOException | UncheckedIOException e) {
            throw new DataFolderUnavailable(
                    "The data folder `" + folder + "` cannot be repaired: " + DataFolder.reason(e), e);
        } finally {
            lock.close();
        }
    }

    private Set<String> damages() throws IOException {
        Set<String> damages = new LinkedHashSet<>();
        try {
            files.check();
        } catch (DamagedFile damage) {
            damages.add(damage.what());
        }
        DamagedFile found = SealedFile.verify(files.stores());
        if (found != null) {
            damages.add(found.what());
        }
        if (Files.exists(files.executions())) {
            try {
                JournalFile.open(files.executions()).close(); // Opening reads and checks the whole file.
            } catch (DamagedFile damage) {
                damages.add(damage.what());
            }
        }
        return damages;
    }

    private List<String> write(FolderFiles to) throws IOException {
        UUID id = FolderFiles.newId();
        List<String> losses = new ArrayList<>();
        boolean journal = Files.exists(files.executions()) || hasHadJournal();
        try (Storage store = Storage.file(to.stores(), Storage.Sync.BATCHED, DiskFile.Opener.DISK, id)) {
            StoreSalvage.Losses lost = Files.exists(files.stores())
                    ? StoreSalvage.salvage(files.stores(), store, types)
                    : StoreSalvage.Losses.EVERYTHING;
            if (lost.older()) {
                losses.add("The newest changes of `" + files.stores().getFileName() + "` are lost.");
            }
            if (lost.all()) {
                losses.add("The list of contents of `" + files.stores().getFileName()
                        + "` is not complete: any part of it may be lost.");
            }
            losses.addAll(contents.repair(store, lost));
            store.flush();
            if (journal) {
                try (JournalFile executions =
                        JournalFile.open(to.executions(), id, () -> store.mark().writes())) {
                    losses.addAll(salvage(executions));
                    store.follow(executions::writes);
                }
            }
        }
        return losses;
    }

    private boolean hasHadJournal() throws IOException {
        try {
            return SealedFile.mark(files.stores()).map(FileMark::others).orElse(0L) > 0;
        } catch (DamagedFile unknown) {
            return false;
        }
    }

    private List<String> salvage(JournalFile executions) throws IOException {
        List<String> losses = new ArrayList<>();
        if (Files.exists(files.executions())) {
            losses.addAll(JournalSalvage.salvage(files.executions(), executions));
        }
        SalvagedJournal.removeUnfinished(executions);
        return losses;
    }

    private int number() {
        int number = 1;
        while (Files.exists(folder.resolve(KEPT + number))) {
            number++;
        }
        return number;
    }

    /** Moves the new files to their final places, and the previous ones to a separate folder. Returns that folder. */
    private Path place(Path whole) throws IOException {
        String number = String.valueOf(whole.getFileName()).substring(FolderFiles.REPAIRED.length());
        Path kept = Files.createDirectories(folder.resolve(KEPT + number));
        for (Path file : files.all()) {
            Path name = file.getFileName();
            if (Files.exists(whole.resolve(name))) {
                if (Files.exists(file)) {
                    Files.move(file, kept.resolve(name), StandardCopyOption.ATOMIC_MOVE);
                }
                Files.move(whole.resolve(name), file, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        delete(whole);
        return kept;
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            ScratchFolder.delete(folder);
        }
    }
}
