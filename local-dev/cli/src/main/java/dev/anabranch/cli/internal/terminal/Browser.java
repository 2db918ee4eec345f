package dev.anabranch.cli.internal.terminal;

import java.net.URI;

/** The port to the desktop's browser. */
@FunctionalInterface
public interface Browser {

    /** Opens a page. Returns false if no browser was found. */
    boolean show(URI page);
}
