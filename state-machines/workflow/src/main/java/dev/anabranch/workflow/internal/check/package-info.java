/** The rules that check a definition. All findings are reported together. */
@NullMarked
package dev.anabranch.workflow.internal.check;

import org.jspecify.annotations.NullMarked;
