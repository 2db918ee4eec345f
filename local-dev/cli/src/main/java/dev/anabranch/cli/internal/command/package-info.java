/** The commands of the command line. */
@NullMarked
package dev.anabranch.cli.internal.command;

import org.jspecify.annotations.NullMarked;
