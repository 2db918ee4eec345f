/** The actions of a run: walking, listing and counting them. */
@NullMarked
package dev.anabranch.runs.internal.action;

import org.jspecify.annotations.NullMarked;
