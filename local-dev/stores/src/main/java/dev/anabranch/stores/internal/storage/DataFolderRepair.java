package dev.anabranch.stores.internal.storage;

import dev.anabranch.engine.SalvagedJournal;
import dev.anabranch.engine.journal.DamagedFile;
import dev.anabranch.engine.journal.DiskFile;
import dev.anabranch.engine.journal.FileMark;
import dev.anabranch.engine.journal.Journal;
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
import java.util.stream.Stream;

/**
 * Repairs the files of a data folder. Writes the undamaged data to new files and keeps the previous files in another
 * folder. The new files replace the previous ones only when all of them are complete. If a repair is killed, the next
 * one completes it. Executions that were running are removed.
 */
public final class DataFolderRepair {

    private static final String NEW = "repair.new";
    private static final String HEALED = "repair.healed";
    private static final Result RESTORED = new Result(
            List.of(), "The damaged blocks are restored from the parity in the seal. Runs in progress can continue.");

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
         * @param executions the ended executions that are whole
         * @param to the folder for other new files, which replace the previous ones
         */
        Result repair(Storage copy, StoreSalvage.Losses losses, Journal executions, Path to) throws IOException;
    }

    /**
     * The result of the repair of a store.
     *
     * @param losses one sentence for each loss
     * @param summary a sentence with the numbers of what is kept and lost
     */
    public record Result(List<String> losses, String summary) {
        /** Copies the list. */
        public Result {
            losses = List.copyOf(losses);
        }
    }

    /**
     * The result of a repair.
     *
     * @param damages one sentence for each damage
     * @param losses one sentence for each loss; empty if nothing was lost
     * @param summary a sentence with the numbers of what is kept and lost
     * @param kept the folder with the previous files
     */
    public record Report(List<String> damages, List<String> losses, String summary, Path kept) {
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
     * Compares all content of a folder with its checksums. Changes nothing.
     *
     * @return one sentence for each damage; empty if no file is damaged
     * @throws DataFolderUnavailable if another process holds the folder, or it is missing or cannot be read
     */
    public static List<String> check(Path folder) {
        requireFolder(folder);
        FolderLock lock = DataFolder.lock(folder);
        try {
            FolderFiles files = new FolderFiles(folder);
            Set<String> damages = new LinkedHashSet<>(damagesOfAll(files));
            damages.addAll(damagesOfStore(files.stores()));
            return List.copyOf(damages);
        } catch (IOException | UncheckedIOException e) {
            throw new DataFolderUnavailable(
                    "The data folder `" + folder + "` cannot be checked: " + DataFolder.reason(e), e);
        } finally {
            lock.close();
        }
    }

    private static void requireFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new DataFolderUnavailable("The data folder `" + folder + "` is missing");
        }
    }

    /**
     * Repairs a folder that has a damaged file.
     *
     * @return the result; empty if no file is damaged and nothing was changed
     * @throws DataFolderUnavailable if another process holds the folder, or it is missing or cannot be read or written
     */
    public Optional<Report> repair() {
        requireFolder(folder);
        FolderLock lock = DataFolder.lock(folder);
        try {
            Optional<Path> unfinished = files.unfinishedRepair();
            if (unfinished.isPresent()) {
                Path kept = place(unfinished.get());
                return Optional.of(new Report(
                        List.of("An earlier repair had not completed."), List.of(), "It is complete now.", kept));
            }
            Set<String> damages = new LinkedHashSet<>(damagesOfAll(files));
            boolean inStoresOnly = damages.isEmpty();
            damages.addAll(damagesOfStore(files.stores()));
            if (damages.isEmpty()) {
                return Optional.empty();
            }
            FolderFiles healed = new FolderFiles(emptyFolder(HEALED));
            Source source = heal(healed.stores());
            boolean restored = source.whole() && inStoresOnly;
            FolderFiles fresh = new FolderFiles(emptyFolder(NEW));
            Result result = restored ? RESTORED : write(source, fresh);
            Path complete = folder.resolve(FolderFiles.REPAIRED + number());
            Files.move((restored ? healed : fresh).folder(), complete, StandardCopyOption.ATOMIC_MOVE);
            Path kept = place(complete);
            delete(healed.folder());
            delete(fresh.folder());
            return Optional.of(new Report(List.copyOf(damages), result.losses(), result.summary(), kept));
        } catch (IOException | UncheckedIOException e) {
            throw new DataFolderUnavailable(
                    "The data folder `" + folder + "` cannot be repaired: " + DataFolder.reason(e), e);
        } finally {
            lock.close();
        }
    }

    private Path emptyFolder(String name) throws IOException {
        Path empty = folder.resolve(name);
        delete(empty);
        DataFolder.createFolder(empty);
        return empty;
    }

    /** Returns the damages of the store and its seal. */
    private static List<String> damagesOfStore(Path stores) throws IOException {
        List<String> damages =
                SealedFile.verify(stores).stream().map(DamagedFile::what).toList();
        boolean readable = Files.notExists(stores)
                || Files.size(stores) == 0
                || StoreSalvage.state(stores).isPresent();
        // Blocks that a killed process was writing have no checksum.
        return damages.isEmpty() && !readable
                ? List.of(SealedFile.unreadable(stores).what())
                : damages;
    }

    /** Returns the damages of the journal, of the marks, and of files that are missing or do not fit together. */
    private static List<String> damagesOfAll(FolderFiles files) throws IOException {
        List<String> damages = new ArrayList<>();
        try {
            files.check();
        } catch (DamagedFile damage) {
            damages.add(damage.what());
        }
        if (Files.exists(files.executions())) {
            try {
                JournalFile.read(files.executions()).close(); // Checks the whole file.
            } catch (DamagedFile damage) {
                damages.add(damage.what());
            }
        }
        return damages;
    }

    /**
     * The store file from which entries are copied.
     *
     * @param sealed whether its blocks are compared with its seal
     * @param whole true if it has everything that was written
     */
    private record Source(Path path, boolean sealed, boolean whole) {}

    /**
     * Copies the store with its damaged blocks computed from the parity. The source is the damaged store itself if its
     * seal is missing, has a damaged head, is older, or belongs to another folder.
     */
    private Source heal(Path copy) throws IOException {
        if (SealedFile.hasSealOfAnotherFile(files.stores())
                && StoreSalvage.state(files.stores()).isPresent()
                && !hasSealOfTheJournal()) {
            return new Source(files.stores(), false, false);
        }
        Optional<Boolean> whole = SealedFile.heal(files.stores(), copy, false);
        if (whole.isPresent() && StoreSalvage.state(copy).isEmpty()) {
            // The blocks that a killed process was writing may be damaged as well.
            Files.delete(copy);
            Files.delete(SealedFile.seal(copy));
            whole = SealedFile.heal(files.stores(), copy, true);
        }
        if (whole.isEmpty()) {
            return new Source(files.stores(), true, false);
        }
        if (isOfAnotherStore(copy)) {
            return new Source(files.stores(), false, false);
        }
        boolean complete = whole.get()
                && SealedFile.verify(copy).isEmpty()
                && StoreSalvage.state(copy).isPresent();
        return new Source(copy, true, complete);
    }

    /** Returns true if a copy that was computed from the parity shows that the seal is not that of the store. */
    private boolean isOfAnotherStore(Path copy) throws IOException {
        Optional<StoreSalvage.State> stored = StoreSalvage.state(files.stores());
        Optional<StoreSalvage.State> computed = StoreSalvage.state(copy);
        if (stored.isEmpty() || computed.isEmpty()) {
            return false;
        }
        boolean same = stored.get().created().equals(computed.get().created());
        return same ? stored.get().version() > computed.get().version() : hasSealOfAnotherFolder();
    }

    private boolean hasSealOfAnotherFolder() throws IOException {
        return sealAndJournal().filter(same -> !same).isPresent();
    }

    /** Returns true if the journal shows that the seal is that of this folder, so that the store is not. */
    private boolean hasSealOfTheJournal() throws IOException {
        return sealAndJournal().filter(same -> same).isPresent();
    }

    /** Returns whether the seal and the journal belong to the same folder; empty if it is unknown. */
    private Optional<Boolean> sealAndJournal() throws IOException {
        try {
            Optional<FileMark> journal = JournalFile.mark(files.executions());
            return SealedFile.mark(files.stores())
                    .flatMap(seal -> journal.map(mark -> mark.folder().equals(seal.folder())));
        } catch (DamagedFile unknown) {
            return Optional.empty();
        }
    }

    private Result write(Source source, FolderFiles to) throws IOException {
        UUID id = FolderFiles.newId();
        List<String> losses = new ArrayList<>();
        boolean journal = Files.exists(files.executions()) || hasHadJournal();
        try (Storage store = Storage.file(to.stores(), Storage.Sync.BATCHED, DiskFile.Opener.DISK, id)) {
            StoreSalvage.Losses lost = Files.exists(source.path())
                    ? StoreSalvage.salvage(source.path(), source.sealed(), store, types)
                    : StoreSalvage.Losses.EVERYTHING;
            String name = String.valueOf(files.stores().getFileName());
            if (lost.older()) {
                losses.add("The newest changes of `" + name + "` are lost. An older state of it is kept.");
            }
            if (lost.all()) {
                losses.add(
                        "The list of contents of `" + name
                                + "` is not complete. Data that was written through AWS's protocols may be lost without a line here.");
            }
            store.flush();
            if (journal) {
                try (JournalFile executions =
                        JournalFile.open(to.executions(), id, () -> store.mark().writes())) {
                    List<String> records = salvage(executions);
                    store.follow(executions::writes);
                    Result result = contents.repair(store, lost, executions, to.folder());
                    losses.addAll(result.losses());
                    losses.addAll(records);
                    store.flush();
                    return new Result(losses, result.summary());
                }
            }
            Result result = contents.repair(store, lost, Journal.NONE, to.folder());
            losses.addAll(result.losses());
            store.flush();
            return new Result(losses, result.summary());
        }
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
        while (Files.exists(folder.resolve(FolderFiles.KEPT + number))) {
            number++;
        }
        return number;
    }

    /** Moves the new files to their final places, and the previous ones to a separate folder. Returns that folder. */
    private Path place(Path whole) throws IOException {
        String number = String.valueOf(whole.getFileName()).substring(FolderFiles.REPAIRED.length());
        Path kept = folder.resolve(FolderFiles.KEPT + number);
        DataFolder.createFolder(kept);
        try (Stream<Path> repaired = Files.list(whole)) {
            for (Path fresh : repaired.sorted().toList()) {
                Path name = fresh.getFileName();
                Path file = folder.resolve(name);
                if (Files.exists(file)) {
                    Files.move(file, kept.resolve(name), StandardCopyOption.ATOMIC_MOVE);
                }
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
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
