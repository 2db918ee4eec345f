package dev.anabranch.engine.journal;

import java.nio.file.Path;

/** A file of a data folder is not as it was written. The message says which, where, and what to do, for people. */
public final class DamagedFile extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * A damage.
     *
     * @param what where the damage is and how it shows: the rest of a sentence that begins with the file
     */
    public DamagedFile(Path file, String what) {
        super("The file `" + file + "` " + what
                + ". Restore the data folder from a copy, or name another with --data. Nothing was changed.");
    }
}
