/** The environment of a command: streams, terminal, signals, browser, errors and exit codes. */
@NullMarked
package dev.anabranch.cli.internal.terminal;

import org.jspecify.annotations.NullMarked;
