package dev.anabranch.engine.journal;

import java.nio.file.Path;

/**
 * A file of a data folder differs from what was written to it. The message has the file, the position and the remedy.
 */
public final class DamagedFile extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final String what;

    /**
     * Creates the exception.
     *
     * @param what the position and kind of the damage, as a predicate whose subject is the file
     */
    public DamagedFile(Path file, String what) {
        super("The file `" + file + "` " + what
                + ". Restore the data folder from a backup, recover the undamaged data with `anabranch repair --data "
                + folder(file) + "`, or choose another folder with --data.");
        this.what = "The file `" + file.getFileName() + "` " + what + ".";
    }

    /** Returns the damage in one sentence, without the remedy. */
    public String what() {
        return what;
    }

    private static Path folder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? file : folder;
    }
}
