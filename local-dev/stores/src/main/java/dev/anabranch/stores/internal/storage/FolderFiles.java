package dev.anabranch.stores.internal.storage;

import dev.anabranch.engine.journal.DamagedFile;
import dev.anabranch.engine.journal.FileMark;
import dev.anabranch.engine.journal.JournalFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The data files of a data folder: the store with its seal, and the journal. Both have a {@link FileMark}, so that each
 * shows if the other is missing, older, or belongs to another folder.
 *
 * @param folder the path of the folder
 */
record FolderFiles(Path folder) {

    private static final String STORES = "stores.mv";
    private static final String EXECUTIONS = "executions.journal";
    private static final String RUNS = "runs.list";
    private static final long VERIFIED_BYTES = 16L << 20;

    /** The previous files of a repaired folder are in a folder whose name begins with this. */
    static final String KEPT = "damaged-";

    /** The names of its files, also of those that a process has begun to write or to repair. */
    private static final Pattern OWN = Pattern.compile(
            "lock|logs|(stores\\.mv|executions\\.journal|runs\\.list|repair|" + KEPT + ").*|run\\d+\\.tmp");

    /** The names of the subfolders of a data folder. */
    static final List<String> FOLDERS = List.of("running", "processes");

    Path stores() {
        return folder.resolve(STORES);
    }

    Path executions() {
        return folder.resolve(EXECUTIONS);
    }

    /** Returns the path of the list of runs, from which a repair names what is lost. */
    Path runs() {
        return folder.resolve(RUNS);
    }

    /** Returns the paths of all files, also of missing ones. */
    List<Path> all() {
        return List.of(stores(), SealedFile.seal(stores()), executions());
    }

    /**
     * Compares the marks of the files without writing.
     *
     * @return the id of the folder; a new id if the folder has no files yet
     * @throws DamagedFile if a file is missing, is older than the other, or belongs to another folder, or its mark is
     *     damaged
     */
    UUID check() throws IOException {
        requireFinishedRepair();
        for (String name : FOLDERS) {
            Path inner = folder.resolve(name);
            if (Files.exists(inner) && !Files.isDirectory(inner)) {
                throw new IOException("`" + inner + "` must be a folder.");
            }
        }
        for (Path file : all()) {
            requireFile(file);
        }
        Optional<FileMark> store = SealedFile.mark(stores());
        Optional<FileMark> journal = JournalFile.mark(executions());
        if (store.isEmpty() && Files.exists(stores()) && Files.size(stores()) > 0) {
            throw SealedFile.unsealed(stores());
        }
        if (store.isPresent() && journal.isPresent()) {
            compare(store.get(), journal.get());
        } else if (store.isPresent() && store.get().others() > 0) {
            throw missing(executions(), SealedFile.seal(stores()));
        } else if (journal.isPresent()) {
            throw missing(stores(), executions());
        } else if (store.isEmpty() && Files.exists(runs()) && Files.size(runs()) > 0) {
            throw missing(stores(), runs());
        }
        return store.map(FileMark::folder).orElseGet(FolderFiles::newId);
    }

    /**
     * Compares the content of files of up to {@value #VERIFIED_BYTES} bytes with their checksums without writing. The
     * content of larger files is compared when it is read, because comparing all of it would delay every command.
     *
     * @throws DamagedFile if a file is damaged
     */
    void verifySmall() throws IOException {
        if (isSmall(stores())) {
            Optional<DamagedFile> damage = SealedFile.verifyData(stores());
            if (damage.isPresent()) {
                throw damage.get();
            }
        }
        if (isSmall(executions())) {
            JournalFile.read(executions()).close();
        }
    }

    private static boolean isSmall(Path file) throws IOException {
        return Files.exists(file) && Files.size(file) <= VERIFIED_BYTES;
    }

    /** Returns whether a file or folder with this name is part of a data folder. */
    static boolean isOwn(String name) {
        return FOLDERS.contains(name) || OWN.matcher(name).matches();
    }

    /** Returns the id of a new data folder. It is random, because files of different folders must be told apart. */
    static UUID newId() {
        return UUID.randomUUID();
    }

    /**
     * Fails if a folder has the name of the file. A repair would not help, because the data may be in another place.
     */
    static void requireFile(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("`" + file + "` is a folder, but must be a file.");
        }
    }

    private void compare(FileMark store, FileMark journal) {
        if (!store.folder().equals(journal.folder())) {
            throw new DamagedFile(
                    executions(), "belongs to another data folder than `" + stores().getFileName() + "` beside it");
        }
        if (journal.writes() < store.others()) {
            throw older(executions(), stores());
        }
        if (store.writes() < journal.others()) {
            throw older(stores(), executions());
        }
    }

    private static DamagedFile missing(Path file, Path other) {
        return new DamagedFile(file, "is missing: `" + other.getFileName() + "` was written when it existed");
    }

    private static DamagedFile older(Path file, Path other) {
        return new DamagedFile(
                file, "is an older copy: `" + other.getFileName() + "` beside it was written after later changes");
    }

    /**
     * Returns the folder with the repaired files of an incomplete repair. Its name ends with the number of the repair.
     */
    Optional<Path> unfinishedRepair() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> String.valueOf(file.getFileName()).startsWith(REPAIRED))
                    .findFirst();
        }
    }

    static final String REPAIRED = "repaired-";

    private void requireFinishedRepair() throws IOException {
        Optional<Path> unfinished = unfinishedRepair();
        if (unfinished.isPresent()) {
            throw new DamagedFile(unfinished.get(), "is left from a repair that did not complete");
        }
    }
}
