/** Tests of the command line; nothing here starts a process or needs a terminal. */
@NullMarked
package dev.anabranch.cli;

import org.jspecify.annotations.NullMarked;
