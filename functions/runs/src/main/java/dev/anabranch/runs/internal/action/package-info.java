/** Visits, lists and counts the actions of a run. */
@NullMarked
package dev.anabranch.runs.internal.action;

import org.jspecify.annotations.NullMarked;
