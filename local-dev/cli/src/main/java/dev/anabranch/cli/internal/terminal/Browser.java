package dev.anabranch.cli.internal.terminal;

import java.net.URI;

/** Shows pages to whoever sits before the machine: a port, behind which is the desktop. */
@FunctionalInterface
public interface Browser {

    /** False where there is none. */
    boolean show(URI page);
}
