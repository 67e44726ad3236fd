#!/usr/bin/env python3
"""Writes the reference cases whose names begin with `t_`: values and gradients by PyTorch in float64.

    python3 Tests/CoreEngineTests/References/generate.py [FOLDER [COUNT_FACTOR]]

Without arguments it writes the committed cases beside itself, byte for byte the same with the same
version of PyTorch. A factor above 1 adds as many further variants with other shapes, and cases whose
options are drawn too, for a run with REFERENCES=FOLDER. See README.md for the format.
"""
import json
import math
import os
import random
import sys

sys.dont_write_bytecode = True  # no __pycache__ beside the cases
import torch
import torch.nn.functional as F

from drawn import drawn
from specials import specials

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = sys.argv[1] if len(sys.argv) > 1 else HERE
FACTOR = int(sys.argv[2]) if len(sys.argv) > 2 else 1
VARIANT = 0
written = []


def numbers(value):
    """Rounded to twelve digits, so that files stay small."""
    def short(v):
        if not math.isfinite(v):
            return v
        r = float(f"{v:.12g}")
        return int(r) if r == int(r) and abs(r) < 1e15 else r
    return [short(v) for v in value.detach().reshape(-1).tolist()]


def tensor(value):
    return {"shape": list(value.shape), "data": numbers(value)}


def write(name, case):
    name = f"t_{name}" + (f"_v{VARIANT}" if VARIANT else "")
    assert name not in written, name
    written.append(name)
    case = {"name": name, **case}
    with open(os.path.join(FOLDER, name + ".json"), "w") as file:
        json.dump(case, file, separators=(",", ":"))
        file.write("\n")


def rounded(value):
    """The very numbers that stand in the file, so that nothing depends on the rounding."""
    return torch.tensor(numbers(value), dtype=torch.float64).reshape(value.shape)


def case(name, op, function, inputs, attrs=None, fixed=(), results=None):
    """One operation: `inputs` by name, those in `fixed` without a gradient."""
    values = {k: rounded(v) for k, v in inputs.items()}
    for key, value in values.items():
        if key not in fixed:
            value.requires_grad_(True)
    found = function(**values)
    more = {}
    if isinstance(found, tuple):
        found, rest = found[0], found[1:]
        more = dict(zip(results, rest))
    upstream = rounded(torch.randn(found.shape))
    if found.requires_grad:
        found.backward(upstream)
    body = {
        "op": op, "attrs": attrs or {}, "inputs": {k: tensor(v) for k, v in values.items()},
        "output": tensor(found), "upstream": tensor(upstream),
        "grads": {k: tensor(v.grad) for k, v in values.items() if v.grad is not None},
    }
    if more:
        body["outputs"] = {k: tensor(v) for k, v in more.items()}
    write(name, body)


def contract(name, op, inputs, attrs=None, words=()):
    """A case at which the engine has to stop, and what its text has to say."""
    write(name, {
        "op": op, "attrs": attrs or {}, "inputs": {k: tensor(v) for k, v in inputs.items()},
        "error": list(words)})


def rand(*shape):
    return torch.randn(shape)


def pick(low, high):
    """A whole number, both ends included."""
    return random.randint(low, high)


def convolutions():
    for i, (groups, stride, padding, dilation, kernel) in enumerate([
            (1, 1, 0, 1, 1), (1, 1, 2, 1, 5), (1, 2, 1, 1, 3), (1, 1, 2, 2, 3), (2, 1, 1, 1, 3),
            (3, 2, 0, 1, 2), (4, 3, 2, 2, 3), (1, 3, 4, 3, 4)]):
        conv_case(f"conv1d_{i}", 1, groups, stride, padding, dilation, kernel, bias=i != 3)
    for i, (groups, stride, padding, dilation, kernel) in enumerate([
            (1, 1, 0, 1, (1, 4)), (1, (1, 2), (2, 0), 1, (5, 2)), (2, 2, 1, 1, 3),
            (3, 1, 1, (2, 1), (2, 3)), (4, 1, 1, 1, 3), (1, 3, 3, 1, 7), (2, (3, 2), (4, 3), 2, 4),
            (1, 1, 3, 3, 3), (1, 4, 0, 1, 4), (5, 1, 2, 1, 5)]):
        conv_case(f"conv2d_{i}", 2, groups, stride, padding, dilation, kernel, bias=i % 4 != 3)


def conv_case(name, axes, groups, stride, padding, dilation, kernel, bias):
    c, o = groups * pick(1, 2), groups * pick(1, 2)
    sizes = [pick(7, 10) for _ in range(axes)]
    k = list(kernel) if isinstance(kernel, tuple) else [kernel] * axes
    inputs = {"input": rand(pick(1, 2), c, *sizes), "weight": rand(o, c // groups, *k)}
    if bias:
        inputs["bias"] = rand(o)
    function = F.conv1d if axes == 1 else F.conv2d
    case(
        name, f"conv{axes}d",
        lambda input, weight, bias=None: function(
            input, weight, bias, stride, padding, dilation, groups),
        inputs, {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups})


def transposed():
    for i, (groups, stride, padding, extra, dilation, kernel) in enumerate([
            (1, 1, 1, 0, 1, 3), (1, 2, 0, 0, 1, 2), (2, 2, 1, 1, 1, 3), (1, 3, 1, 2, 1, 4),
            (1, 1, 2, 0, 2, 3), (3, 2, 2, 1, 2, 3), (1, (2, 3), (0, 1), (1, 0), 1, (2, 4))]):
        c, o = groups * pick(1, 2), groups * pick(1, 2)
        k = kernel if isinstance(kernel, tuple) else (kernel, kernel)
        case(
            f"conv_transpose2d_{i}", "conv_transpose2d",
            lambda input, weight, bias: F.conv_transpose2d(
                input, weight, bias, stride, padding, extra, groups, dilation),
            {"input": rand(pick(1, 2), c, pick(4, 6), pick(4, 6)),
             "weight": rand(c, o // groups, *k), "bias": rand(o)},
            {"stride": stride, "padding": padding, "output_padding": extra, "groups": groups,
             "dilation": dilation})


def unshared(input, filters, bias, kernel, stride, padding):
    columns = F.unfold(input, kernel, padding=padding, stride=stride)
    n, _, places = columns.shape
    y = torch.einsum("pol,nlp->nop", filters, columns) + bias
    height = (input.shape[2] + 2 * padding - kernel) // stride + 1
    return y.reshape(n, filters.shape[1], height, places // height)


def local():
    for i, (kernel, stride, padding) in enumerate([(2, 1, 0), (3, 2, 1)]):
        h, w, c, o = pick(5, 6), pick(5, 7), 2, 3
        places = ((h + 2 * padding - kernel) // stride + 1) * ((w + 2 * padding - kernel) // stride + 1)
        case(
            f"locally_connected_{i}", "locallyConnected2d",
            lambda input, filter, bias: unshared(input, filter, bias, kernel, stride, padding),
            {"input": rand(2, c, h, w), "filter": rand(places, o, c * kernel * kernel),
             "bias": rand(o, places)},
            {"kernel": kernel, "stride": stride, "padding": padding})
    case(
        "true_convolution", "trueConv2d",
        lambda input, weight: F.conv2d(input, weight.flip(2, 3), padding=1),
        {"input": rand(1, 2, 6, 5), "weight": rand(3, 2, 3, 2)}, {"padding": 1})


def pooling():
    for i, (kernel, stride, padding, ceil) in enumerate([
            (3, 1, 1, False), ((3, 2), (2, 1), (1, 0), False), (2, 2, 1, False), (5, 3, 2, False),
            (3, 2, 0, True), (3, 2, 1, True), (2, 3, 1, True), ((2, 3), 2, (1, 1), True)]):
        shape = (pick(1, 2), 2, pick(8, 11), pick(8, 11))
        attrs = {"kernel_size": kernel, "stride": stride, "padding": padding, "ceil_mode": ceil}
        case(
            f"max_pool2d_{i}", "max_pool2d",
            lambda input: F.max_pool2d(input, kernel, stride, padding, ceil_mode=ceil),
            {"input": rand(*shape)}, attrs)
        for counted in (True, False):
            if i % 2 == 1 or not counted:
                case(
                    f"avg_pool2d_{i}_{'all' if counted else 'inside'}", "avg_pool2d",
                    lambda input: F.avg_pool2d(input, kernel, stride, padding, ceil, counted),
                    {"input": rand(*shape)}, attrs | {"count_include_pad": counted})
    case(
        "max_pool1d", "max_pool1d", lambda input: F.max_pool1d(input, 3, 2, 1),
        {"input": rand(2, 3, 11)}, {"kernel_size": 3, "stride": 2, "padding": 1})
    case(
        "avg_pool1d", "avg_pool1d", lambda input: F.avg_pool1d(input, 4, 3, 2),
        {"input": rand(2, 3, 11)}, {"kernel_size": 4, "stride": 3, "padding": 2})
    torn = rand(1, 1, 6, 6)
    torn[0, 0, 2, 3], torn[0, 0, 5, 0] = math.nan, -math.inf
    case(
        "max_pool2d_nan", "max_pool2d", lambda input: F.max_pool2d(input, 3, 1, 1),
        {"input": torn}, {"kernel_size": 3, "stride": 1, "padding": 1})


def recurrent():
    variants = [("rnn", 1, False, "tanh"), ("rnn", 2, True, "relu"), ("rnn", 3, False, "tanh"),
                ("lstm", 1, True, None), ("lstm", 2, False, None), ("lstm", 2, True, None),
                ("gru", 1, True, None), ("gru", 3, False, None), ("gru", 2, True, None)]
    for i, (op, depth, both, nonlinearity) in enumerate(variants):
        time, batch, size, hidden = pick(3, 6), pick(1, 3), pick(2, 4), pick(2, 4)
        extra = {"nonlinearity": nonlinearity} if nonlinearity else {}
        layer = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[op](
            size, hidden, depth, bidirectional=both, **extra)
        weights = {k: rounded(v.detach()) for k, v in layer.named_parameters()}
        inputs = {"input": rand(time, batch, size)}
        if i != 2:  # one case begins with zeros
            inputs["h0"] = rand(depth * (2 if both else 1), batch, hidden)
            if op == "lstm":
                inputs["c0"] = rand(*inputs["h0"].shape)

        def run(input, h0=None, c0=None, **rest):
            state = None if h0 is None else ((h0, c0) if op == "lstm" else h0)
            y, last = torch.func.functional_call(
                layer, rest, (input,) if state is None else (input, state))
            return (y, *last) if op == "lstm" else (y, last)
        case(
            f"{op}_{depth}{'_both' if both else ''}", op, run, inputs | weights,
            {"num_layers": depth, "bidirectional": both, "layout": "TBI"} | extra,
            results=["h_n", "c_n"])
    for op, gates in (("lstm", 4), ("gru", 3), ("rnn", 1)):
        cell = {"rnn": torch.rnn_tanh_cell, "lstm": torch.lstm_cell, "gru": torch.gru_cell}[op]

        def step(input, hx, weight_ih, weight_hh, bias_ih, bias_hh, cx=None):
            return cell(
                input, (hx, cx) if op == "lstm" else hx, weight_ih, weight_hh, bias_ih, bias_hh)
        state = {"hx": rand(2, 3)} | ({"cx": rand(2, 3)} if op == "lstm" else {})
        case(
            f"{op}_cell", f"{op}_cell", step,
            {"input": rand(2, 4)} | state
            | {"weight_ih": rand(gates * 3, 4), "weight_hh": rand(gates * 3, 3),
               "bias_ih": rand(gates * 3), "bias_hh": rand(gates * 3)}, results=["c_n"])
    y = torch.nn.GRU(3, 4, batch_first=True, bias=False)
    case(
        "gru_batch_first", "gru",
        lambda input, **rest: torch.func.functional_call(y, rest, (input,))[0],
        {"input": rand(2, 5, 3)} | {k: v.detach() for k, v in y.named_parameters()},
        {"layout": "BTI", "bias": False})


def norms():
    for i, shape in enumerate([(5, 3), (3, 2, 6), (2, 3, 4, 5)]):
        c = shape[1]
        parts = {"input": rand(*shape), "weight": rand(c), "bias": rand(c)}
        running = {"running_mean": rand(c), "running_var": torch.rand(c) + 0.5}

        def train(input, weight, bias, running_mean, running_var):
            m, v = running_mean.clone(), running_var.clone()
            return F.batch_norm(input, m, v, weight, bias, True, 0.2, 1e-3), m, v
        case(
            f"batch_norm_train_{i}", "batch_norm", train, parts | running,
            {"training": True, "momentum": 0.2, "eps": 1e-3}, fixed=tuple(running),
            results=["running_mean", "running_var"])
        case(
            f"batch_norm_eval_{i}", "batch_norm",
            lambda input, weight, bias, running_mean, running_var: F.batch_norm(
                input, running_mean, running_var, weight, bias, False),
            parts | running, {"training": False}, fixed=tuple(running))
    for i, (shape, last) in enumerate([((2, 3, 5), (5,)), ((4, 2, 3, 2), (3, 2))]):
        case(
            f"layer_norm_{i}", "layer_norm",
            lambda input, weight, bias: F.layer_norm(input, last, weight, bias, 1e-6),
            {"input": rand(*shape), "weight": rand(*last), "bias": rand(*last)},
            {"normalized_shape": list(last), "eps": 1e-6})


def losses():
    labels = torch.tensor([2.0, 0, 3, 1, 1, 2])
    for i, options in enumerate([
            {"reduction": "sum"}, {"reduction": "none"}, {"label_smoothing": 0.2},
            {"label_smoothing": 0.1, "reduction": "sum"}, {"ignore_index": 1},
            {"ignore_index": 1, "label_smoothing": 0.3, "reduction": "none"}]):
        case(
            f"cross_entropy_{i}", "cross_entropy",
            lambda logits, target: F.cross_entropy(logits, target.long(), **options),
            {"logits": rand(6, 4), "target": labels}, options, fixed=("target",))
    for i, options in enumerate([{}, {"reduction": "sum"}, {"label_smoothing": 0.2},
                                 {"ignore_index": 2, "label_smoothing": 0.1}]):
        case(
            f"cross_entropy_weighted_{i}", "cross_entropy",
            lambda logits, target, weight: F.cross_entropy(
                logits, target.long(), weight, **options),
            {"logits": rand(6, 4), "target": labels, "weight": torch.rand(4) + 0.5}, options,
            fixed=("target", "weight"))
    case(
        "cross_entropy_distribution", "cross_entropy",
        lambda logits, target: F.cross_entropy(logits, target, label_smoothing=0.1),
        {"logits": rand(5, 3), "target": torch.softmax(rand(5, 3), 1)}, {"label_smoothing": 0.1},
        fixed=("target",))
    case(
        "cross_entropy_sequence", "cross_entropy",
        lambda logits, target: F.cross_entropy(logits, target.long()),
        {"logits": rand(2, 4, 5), "target": torch.tensor([[0.0, 1, 2, 3, 3], [2, 2, 0, 1, 3]])},
        fixed=("target",))
    for reduction in ("sum", "none"):
        case(
            f"mse_{reduction}", "mse_loss",
            lambda input, target: F.mse_loss(input, target, reduction=reduction),
            {"input": rand(3, 4), "target": rand(3, 4)}, {"reduction": reduction})
        case(
            f"bce_{reduction}", "bce_with_logits",
            lambda logits, target, weight, pos_weight: F.binary_cross_entropy_with_logits(
                logits, target, weight=weight, pos_weight=pos_weight, reduction=reduction),
            {"logits": 6 * rand(4, 3), "target": torch.rand(4, 3), "weight": torch.rand(3) + 0.5,
             "pos_weight": torch.rand(3) + 0.5},
            {"reduction": reduction}, fixed=("target", "weight", "pos_weight"))


def elementary():
    positive = torch.rand(2, 3, 2) + 0.2
    for name, function, value in [
            ("log", torch.log, positive), ("sqrt", torch.sqrt, positive), ("abs", torch.abs, None),
            ("sin", torch.sin, None), ("cos", torch.cos, None), ("sign", torch.sign, None),
            ("square", torch.square, None), ("neg", torch.neg, None)]:
        case(name, name, lambda input: function(input), {"input": rand(2, 3, 2) if value is None else value})
    extreme = torch.tensor([-40.0, -20, -3, -1e-3, 0, 1e-3, 2, 15, 19])
    for name, function in [("sigmoid", torch.sigmoid), ("tanh", torch.tanh), ("gelu", F.gelu),
                           ("softplus", F.softplus), ("relu", F.relu)]:
        case(f"{name}_range", name, lambda input: function(input), {"input": extreme})
    case("gelu_tanh", "gelu", lambda input: F.gelu(input, approximate="tanh"),
         {"input": rand(7)}, {"approximate": "tanh"})
    case("leaky_relu", "leaky_relu", lambda input: F.leaky_relu(input, 0.2), {"input": rand(3, 4)},
         {"negative_slope": 0.2})
    case("pow_scalar", "pow", lambda input: input ** 3, {"input": rand(4, 2)}, {"exponent": 3})
    case("pow_tensor", "pow", lambda a, b: a ** b, {"a": torch.rand(3, 1) + 0.5, "b": rand(1, 4)})
    case("clamp", "clamp", lambda input: input.clamp(-0.5, 0.8), {"input": rand(3, 4)},
         {"min": -0.5, "max": 0.8})
    case("clamp_min", "clamp", lambda input: input.clamp(min=0.1), {"input": rand(9)}, {"min": 0.1})
    case("where", "where", lambda condition, a, b: torch.where(condition > 0, a, b),
         {"condition": (rand(3, 4) > 0).double(), "a": rand(4), "b": rand(3, 1)},
         fixed=("condition",))
    for axis in (0, 1, 2):
        case(f"softmax_{axis}", "softmax", lambda input: input.softmax(axis),
             {"input": 3 * rand(3, 4, 2)}, {"axis": axis})
    case("log_softmax", "log_softmax", lambda input: input.log_softmax(0),
         {"input": 30 * rand(4, 3)}, {"dim": 0})
    for op, function in [("add", torch.add), ("sub", torch.sub), ("mul", torch.mul),
                         ("div", torch.div), ("maximum", torch.maximum)]:
        case(f"{op}_shapes", op, lambda a, b: function(a, b),
             {"a": rand(2, 1, 3, 1), "b": rand(4, 1, 5)})
    case("matmul_broadcast", "matmul", lambda a, b: a @ b,
         {"a": rand(2, 1, 3, 4), "b": rand(3, 4, 2)})
    case("matmul_vector", "matmul", lambda a, b: a @ b, {"a": rand(4), "b": rand(2, 4, 3)})
    case("linear_3d", "linear", lambda input, weight: F.linear(input, weight),
         {"input": rand(2, 3, 5), "weight": rand(4, 5)})


def reductions():
    for name, function in [("sum", torch.sum), ("mean", torch.mean), ("amax", torch.amax),
                           ("amin", torch.amin), ("logsumexp", torch.logsumexp)]:
        case(f"{name}_axes", name, lambda input: function(input, (0, 2)), {"input": rand(3, 4, 2)},
             {"axis": [0, 2]})
        case(f"{name}_kept", name, lambda input: function(input, -1, keepdim=True),
             {"input": rand(3, 4)}, {"dim": -1, "keepdim": True})
    for correction in (0, 1):
        case(f"variance_{correction}", "variance",
             lambda input: torch.var(input, 1, correction=correction), {"input": rand(3, 5)},
             {"axis": 1, "correction": correction})
    case("variance_all", "var", lambda input: torch.var(input, correction=0), {"input": rand(3, 5)},
         {"correction": 0})
    case("argmax", "argmax", lambda input: input.argmax(1).double(), {"input": rand(4, 6)},
         {"axis": 1})
    case("argmin", "argmin", lambda input: input.argmin(0).double(), {"input": rand(4, 6)},
         {"axis": 0})
    case("max_all", "max", lambda input: input.max(), {"input": rand(3, 4)})


def arrangements():
    x = {"input": rand(3, 4, 2)}
    case("transpose", "transpose", lambda input: input.transpose(0, 2), x, {"dim0": 0, "dim1": 2})
    case("permute", "permute", lambda input: input.permute(2, 0, 1), x, {"dims": [2, 0, 1]})
    case("reshape", "reshape", lambda input: input.reshape(6, -1), x, {"shape": [6, -1]})
    case("flip", "flip", lambda input: input.flip(0, 2), x, {"dims": [0, 2]})
    case("roll", "roll", lambda input: input.roll((1, -2), (0, 1)), x,
         {"shifts": [1, -2], "dims": [0, 1]})
    case("roll_flat", "roll", lambda input: input.roll(5), x, {"shifts": 5})
    case("pad", "pad", lambda input: F.pad(input, (1, 0, 2, 3), value=0.5), x,
         {"pad": [1, 0, 2, 3], "value": 0.5})
    case("slice", "slice", lambda input: input[1:3, 0:4:2], x,
         {"starts": [1, 0], "ends": [3, 4], "steps": [1, 2]})
    case("concatenate", "concatenate", lambda a, b, c: torch.cat((a, b, c), 1),
         {"a": rand(2, 1, 3), "b": rand(2, 4, 3), "c": rand(2, 2, 3)}, {"axis": 1})
    case("stack", "stack", lambda a, b: torch.stack((a, b), 2), {"a": rand(2, 3), "b": rand(2, 3)},
         {"axis": 2})
    case("gather", "gather", lambda input, index: input.gather(1, index.long()),
         {"input": rand(3, 4), "index": torch.tensor([[0.0, 0, 3], [1, 2, 2], [3, 1, 0]])},
         {"axis": 1}, fixed=("index",))
    case("one_hot", "one_hot", lambda input: F.one_hot(input.long(), 5).double(),
         {"input": torch.tensor([[0.0, 4], [2, 2]])}, {"num_classes": 5}, fixed=("input",))
    case("embedding_repeated", "embedding", lambda indices, weight: F.embedding(indices.long(), weight),
         {"indices": torch.tensor([[1.0, 1, 1], [0, 4, 1]]), "weight": rand(5, 3)},
         fixed=("indices",))


def optimizers():
    for name, kind, options in [
            ("sgd_dampening", "sgd", {"lr": 0.05, "momentum": 0.8, "dampening": 0.3}),
            ("sgd_nesterov_decay", "sgd",
             {"lr": 0.04, "momentum": 0.9, "nesterov": True, "weightDecay": 0.1}),
            ("adam_decay", "adam", {"lr": 0.02, "betas": [0.8, 0.95], "weightDecay": 0.1,
                                    "epsilon": 1e-6}),
            ("adam_amsgrad", "adam", {"lr": 0.05, "betas": [0.7, 0.8], "amsgrad": True}),
            ("adamw_amsgrad", "adamw", {"lr": 0.05, "weightDecay": 0.2, "amsgrad": True}),
            ("rmsprop_momentum", "rmsprop", {"lr": 0.02, "alpha": 0.9, "momentum": 0.7}),
            ("rmsprop_centered", "rmsprop",
             {"lr": 0.01, "alpha": 0.95, "centered": True, "weightDecay": 0.05}),
            ("rmsprop_all", "rmsprop", {"lr": 0.01, "alpha": 0.8, "centered": True,
                                        "momentum": 0.5, "epsilon": 1e-4})]:
        w = rounded(rand(6)).requires_grad_(True)
        c, t = rounded(torch.rand(6) + 0.5), rounded(rand(6))
        maker = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam, "adamw": torch.optim.AdamW,
                 "rmsprop": torch.optim.RMSprop}[kind]
        words = {"weightDecay": "weight_decay", "epsilon": "eps"}
        optimizer = maker([w], **{words.get(k, k): v for k, v in options.items()})
        start, trajectory = tensor(w), []
        for _ in range(12):
            optimizer.zero_grad()
            ((c * (w - t) ** 2).sum() + w.sin().sum()).backward()
            optimizer.step()
            trajectory.append(tensor(w))
        write(f"optim_{name}", {
            "op": "optimizer", "attrs": {"optimizer": kind} | options,
            "objective": "sum(c*(w-t)^2)+sum(sin(w))",
            "inputs": {"w0": start, "c": tensor(c), "t": tensor(t)}, "trajectory": trajectory})


def schedules():
    from torch.optim import lr_scheduler as s
    for name, make, options in [
            ("step", lambda o: s.StepLR(o, 3, 0.5), {"step_size": 3, "gamma": 0.5}),
            ("multi_step", lambda o: s.MultiStepLR(o, [2, 5], 0.2),
             {"milestones": [2, 5], "gamma": 0.2}),
            ("exponential", lambda o: s.ExponentialLR(o, 0.9), {"gamma": 0.9}),
            ("cosine", lambda o: s.CosineAnnealingLR(o, 10, 0.01), {"eta_min": 0.01, "t_max": 10})]:
        optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.3)
        schedule, rates = make(optimizer), []
        for _ in range(10):
            rates.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            schedule.step()
        write(f"schedule_{name}", {
            "op": "schedule", "attrs": {"schedule": name, "lr": 0.3, "epochs": 10} | options,
            "inputs": {}, "output": tensor(torch.tensor(rates))})


def contracts():
    z = torch.zeros
    conv = "conv2d: input "
    contract("stop_conv2d_kernel", "conv2d", {"input": z(1, 2, 4, 5), "weight": z(3, 2, 7, 3)},
             {"padding": 1}, [conv + "[1, 2, 4, 5], filter [3, 2, 7, 3]", "7x3", "6x7"])
    contract("stop_conv2d_dilation", "conv2d", {"input": z(1, 1, 5, 5), "weight": z(1, 1, 3, 3)},
             {"dilation": 3}, [conv + "[1, 1, 5, 5]", "spans 7"])
    contract("stop_conv2d_groups", "conv2d", {"input": z(1, 6, 5, 5), "weight": z(4, 3, 3, 3)},
             {"groups": 4}, [conv + "[1, 6, 5, 5]", "4 groups do not divide"])
    contract("stop_conv2d_batch", "conv2d", {"input": z(0, 1, 5, 5), "weight": z(1, 1, 3, 3)}, {},
             [conv + "[0, 1, 5, 5], filter [1, 1, 3, 3]", "the batch is empty"])
    contract("stop_conv1d_kernel", "conv1d", {"input": z(2, 1, 4), "weight": z(1, 1, 7)},
             {"padding": 1}, ["conv1d: input [2, 1, 4], filter [1, 1, 7]"])
    contract("stop_conv_transpose2d_padding", "conv_transpose2d",
             {"input": z(1, 1, 3, 3), "weight": z(1, 1, 2, 2)}, {"output_padding": 1},
             ["convTranspose2d: input [1, 1, 3, 3], filter [1, 1, 2, 2]", "output padding"])
    contract("stop_max_pool2d_padding", "max_pool2d", {"input": z(1, 1, 6, 6)},
             {"kernel_size": 3, "padding": 2}, ["maxPool2d: input [1, 1, 6, 6]", "more than half"])
    contract("stop_avg_pool2d_padding", "avg_pool2d", {"input": z(1, 1, 6, 6)},
             {"kernel_size": [2, 4], "padding": [2, 2]},
             ["avgPool2d: input [1, 1, 6, 6]", "more than half"])
    contract("stop_max_pool2d_kernel", "max_pool2d", {"input": z(1, 1, 3, 6)}, {"kernel_size": 4},
             ["maxPool2d: input [1, 1, 3, 6]", "larger than the padded input"])
    contract("stop_avg_pool2d_batch", "avg_pool2d", {"input": z(0, 1, 4, 4)}, {"kernel_size": 2},
             ["avgPool2d: input [0, 1, 4, 4]", "the batch is empty"])
    contract("stop_linear", "linear", {"input": z(2, 3), "weight": z(4, 5)}, {},
             ["linear: input [2, 3], weight [4, 5]"])
    contract("stop_linear_batch", "linear", {"input": z(0, 3), "weight": z(4, 3)}, {},
             ["linear: input [0, 3]", "the batch is empty"])
    contract("stop_matmul", "matmul", {"a": z(2, 3), "b": z(2, 3)}, {}, ["matmul", "[2, 3]"])
    contract("stop_gru_batch", "gru",
             {"input": z(4, 0, 3), "weight_ih_l0": z(6, 3), "weight_hh_l0": z(6, 2)}, {},
             ["recurrent (gru): input [4, 0, 3]", "the batch is empty"])


def main():
    global VARIANT
    os.makedirs(FOLDER, exist_ok=True)
    for VARIANT in range(FACTOR):
        random.seed(3 + VARIANT)
        torch.manual_seed(3 + VARIANT)
        for family in (convolutions, transposed, local, pooling, recurrent, norms, losses,
                       elementary, reductions, arrangements, optimizers):
            family()
        if VARIANT > 0:
            drawn(case, rand, pick)
        if VARIANT == 0:
            schedules()
            contracts()
            specials(case, rand)
    size = sum(os.path.getsize(os.path.join(FOLDER, n + ".json")) for n in written)
    print(f"{len(written)} cases, {size // 1024} KB, PyTorch {torch.__version__}")


main()
