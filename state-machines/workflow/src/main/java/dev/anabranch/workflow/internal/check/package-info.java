/** What can be wrong or noteworthy in a definition: findings, and the rules that make them. All findings come at once. */
@NullMarked
package dev.anabranch.workflow.internal.check;

import org.jspecify.annotations.NullMarked;
