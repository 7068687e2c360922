/**
 * PyTorch's {@code torch.save} files, of the zip form and the older stream: {@link
 * io.flinklstm.models.pytorch.TorchFile} gives the tensors of a state dict by name.
 *
 * <p>A pickle is a program. The unpickler here knows only what builds numbers, texts, lists, dicts
 * and tensors, and stops at anything else; nothing a file names is ever loaded or called.
 *
 * <p>Temperature: cold. What the tensors mean is not known here.
 */
package io.flinklstm.models.pytorch;
