/** The entry point of the command line. */
@NullMarked
package dev.anabranch.cli;

import org.jspecify.annotations.NullMarked;
