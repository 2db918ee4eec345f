/** The commands. */
@NullMarked
package dev.anabranch.cli.internal.command;

import org.jspecify.annotations.NullMarked;
