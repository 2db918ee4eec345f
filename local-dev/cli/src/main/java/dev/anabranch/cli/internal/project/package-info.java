/** New projects: the files that a project with workflows starts from. */
@NullMarked
package dev.anabranch.cli.internal.project;

import org.jspecify.annotations.NullMarked;
