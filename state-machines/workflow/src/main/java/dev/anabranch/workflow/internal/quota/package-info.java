/** The quotas of AWS that definitions are checked and planned against. */
@NullMarked
package dev.anabranch.workflow.internal.quota;

import org.jspecify.annotations.NullMarked;
