package dev.anabranch.engine.journal;

import java.nio.file.Path;

/** A file of a data folder differs from what was written to it. The message names the file, the place, and what to do. */
public final class DamagedFile extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final String what;

    /**
     * Describes a damage.
     *
     * @param what where the damage is and how it shows: the rest of a sentence that begins with the file
     */
    public DamagedFile(Path file, String what) {
        super("The file `" + file + "` " + what
                + ". Restore the data folder from a copy, keep what is whole with `anabranch repair --data "
                + folder(file) + "`, or name another folder with --data.");
        this.what = "The file `" + file.getFileName() + "` " + what + ".";
    }

    /** The damage in one sentence, without what to do. */
    public String what() {
        return what;
    }

    private static Path folder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? file : folder;
    }
}
