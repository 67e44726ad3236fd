"""Cases whose shapes and options are both drawn at random: a part of the further variants of `generate.py`."""
import random

import torch
import torch.nn.functional as F


def drawn(case, rand, pick):
    """One case of every operation, drawn from the seeds that the caller has set."""
    flip = lambda: random.random() < 0.5
    length = lambda: pick(1, 5)
    shape = lambda low, high: [length() for _ in range(pick(low, high))]

    def part(whole):
        """A shape that broadcasts to `whole`."""
        return [n if random.random() < 0.7 else 1 for n in whole[pick(0, len(whole)):]]

    def some_axes(rank):
        return sorted(random.sample(range(rank), pick(1, rank)))

    conv(case, rand, pick, flip)
    pool(case, rand, pick, flip)
    elementwise(case, rand, pick, shape, part)
    along_axes(case, rand, pick, flip, shape, some_axes)
    rearranged(case, rand, pick, shape, some_axes)
    layers(case, rand, pick, flip, shape)


def conv(case, rand, pick, flip):
    for i in range(4):
        g = random.choice([1, 1, 2, 3])
        s, p, d, k = [[pick(1, 3), pick(1, 3)], [pick(0, 3), pick(0, 3)], [pick(1, 2), pick(1, 2)],
                      [pick(1, 5), pick(1, 5)]]
        c, o = g * pick(1, 3), g * random.choice([1, 2, 3, 5, 8, 16])
        sizes = [max(1, d[a] * (k[a] - 1) + 1 - 2 * p[a]) + pick(0, 9) for a in (0, 1)]
        inputs = {"input": rand(pick(1, 5), c, *sizes), "weight": rand(o, c // g, *k)}
        if flip():
            inputs["bias"] = rand(o)
        attrs = {"stride": s, "padding": p, "dilation": d, "groups": g}
        case(f"drawn_conv2d_{i}", "conv2d", lambda input, weight, bias=None: F.conv2d(
            input, weight, bias, s, p, d, g), inputs, attrs)
        case(f"drawn_true_conv2d_{i}", "trueConv2d", lambda input, weight, bias=None: F.conv2d(
            input, weight.flip(2, 3), bias, s, p, d, g), inputs, attrs)
        line = {"input": inputs["input"][:, :, 0], "weight": inputs["weight"][:, :, 0]}
        if line["input"].shape[2] + 2 * p[1] >= d[1] * (k[1] - 1) + 1:
            case(f"drawn_conv1d_{i}", "conv1d", lambda input, weight: F.conv1d(
                input, weight, None, s[1], p[1], d[1], g), line,
                {"stride": s[1], "padding": p[1], "dilation": d[1], "groups": g})
        extra = [pick(0, max(s[a], d[a]) - 1) for a in (0, 1)]
        q = [pick(0, 1), pick(0, 1)]
        k = [max(2, n) for n in k]
        sizes = [pick(2, 6), pick(2, 6)]
        out = [(sizes[a] - 1) * s[a] - 2 * q[a] + d[a] * (k[a] - 1) + extra[a] + 1 for a in (0, 1)]
        if min(out) > 0:
            case(f"drawn_conv_transpose2d_{i}", "conv_transpose2d",
                 lambda input, weight, bias: F.conv_transpose2d(input, weight, bias, s, q, extra, g, d),
                 {"input": rand(pick(1, 3), c, *sizes), "weight": rand(c, o // g, *k), "bias": rand(o)},
                 {"stride": s, "padding": q, "output_padding": extra, "groups": g, "dilation": d})


def pool(case, rand, pick, flip):
    for i in range(3):
        k, s = [pick(1, 5), pick(1, 5)], [pick(1, 4), pick(1, 4)]
        p, ceil, counted = [pick(0, k[0] // 2), pick(0, k[1] // 2)], flip(), flip()
        x = {"input": rand(pick(1, 3), pick(1, 3), k[0] + pick(0, 9), k[1] + pick(0, 9))}
        attrs = {"kernel_size": k, "stride": s, "padding": p, "ceil_mode": ceil}
        case(f"drawn_max_pool2d_{i}", "max_pool2d", lambda input: F.max_pool2d(
            input, k, s, p, ceil_mode=ceil), x, attrs)
        case(f"drawn_avg_pool2d_{i}", "avg_pool2d", lambda input: F.avg_pool2d(
            input, k, s, p, ceil, counted), x, attrs | {"count_include_pad": counted})
        case(f"drawn_unfold_{i}", "unfold", lambda input: F.unfold(input, k, 1, p, s), x,
             {"kernel_size": k, "stride": s, "padding": p})


def elementwise(case, rand, pick, shape, part):
    whole = shape(0, 4)
    for op, function in [("add", torch.add), ("sub", torch.sub), ("mul", torch.mul),
                         ("div", torch.div), ("maximum", torch.maximum), ("minimum", torch.minimum)]:
        b = rand(*part(whole))
        case(f"drawn_{op}", op, lambda a, b: function(a, b),
             {"a": rand(*part(whole)), "b": b.abs() + 0.3 if op == "div" else b})
    for op, function in [("exp", torch.exp), ("sin", torch.sin), ("cos", torch.cos),
                         ("relu", F.relu), ("gelu", F.gelu), ("sigmoid", torch.sigmoid),
                         ("tanh", torch.tanh), ("softplus", F.softplus), ("abs", torch.abs),
                         ("square", torch.square), ("floor", torch.floor), ("neg", torch.neg)]:
        case(f"drawn_{op}", op, lambda input: function(input), {"input": 3 * rand(*shape(0, 4))})
    for op, function in [("log", torch.log), ("sqrt", torch.sqrt)]:
        case(f"drawn_{op}", op, lambda input: function(input), {"input": rand(*shape(0, 4)).abs() + 0.1})
    slope, p = round(random.uniform(-1, 1), 3), round(random.uniform(-3, 3), 2)
    low = round(random.uniform(-1, 0), 2)
    high = round(low + random.random(), 2)
    case("drawn_leaky_relu", "leaky_relu", lambda input: F.leaky_relu(input, slope),
         {"input": rand(*shape(1, 3))}, {"negative_slope": slope})
    case("drawn_pow", "pow", lambda input: input ** p, {"input": rand(*shape(1, 3)).abs() + 0.2},
         {"exponent": p})
    case("drawn_pow_tensor", "pow", lambda a, b: a ** b,
         {"a": rand(*part(whole)).abs() + 0.2, "b": rand(*part(whole))})
    case("drawn_clamp", "clamp", lambda input: input.clamp(low, high), {"input": rand(*shape(1, 4))},
         {"min": low, "max": high})
    case("drawn_where", "where", lambda condition, a, b: torch.where(condition > 0, a, b),
         {"condition": (rand(*part(whole)) > 0).double(), "a": rand(*part(whole)),
          "b": rand(*part(whole))}, fixed=("condition",))
    m, k, n, front = pick(1, 20), pick(1, 20), pick(1, 20), shape(0, 2)
    case("drawn_matmul", "matmul", lambda a, b: a @ b,
         {"a": rand(*part(front), m, k), "b": rand(*part(front), k, n)})
    case("drawn_linear", "linear", lambda input, weight, bias: F.linear(input, weight, bias),
         {"input": rand(*shape(0, 2), k), "weight": rand(n, k), "bias": rand(n)})


def along_axes(case, rand, pick, flip, shape, some_axes):
    for op, function in [("sum", torch.sum), ("mean", torch.mean), ("amax", torch.amax),
                         ("amin", torch.amin), ("logsumexp", torch.logsumexp)]:
        x = rand(*shape(1, 4))
        axes, kept = some_axes(x.dim()), flip()
        case(f"drawn_{op}", op, lambda input: function(input, axes, keepdim=kept), {"input": x},
             {"dim": axes, "keepdim": kept})
    x = rand(*[pick(2, 5) for _ in range(pick(1, 4))])
    axes, kept, correction = some_axes(x.dim()), flip(), pick(0, 1)
    case("drawn_variance", "variance", lambda input: torch.var(
        input, axes, correction=correction, keepdim=kept), {"input": x},
        {"dim": axes, "correction": correction, "keepdim": kept})
    for op, function in [("softmax", torch.softmax), ("log_softmax", torch.log_softmax)]:
        x = 4 * rand(*shape(1, 4))
        axis = pick(-x.dim(), x.dim() - 1)
        case(f"drawn_{op}", op, lambda input: function(input, axis), {"input": x}, {"dim": axis})
    for op, function in [("argmax", torch.argmax), ("argmin", torch.argmin)]:
        x = rand(*shape(1, 4))
        axis, kept = pick(-x.dim(), x.dim() - 1), flip()
        case(f"drawn_{op}", op, lambda input: function(input, axis, keepdim=kept).double(),
             {"input": x}, {"dim": axis, "keepdim": kept}, fixed=("input",))


def rearranged(case, rand, pick, shape, some_axes):
    x = rand(*shape(2, 4))
    rank, inputs = x.dim(), {"input": x}
    order = random.sample(range(rank), rank)
    case("drawn_permute", "permute", lambda input: input.permute(order), inputs, {"dims": order})
    case("drawn_transpose", "transpose", lambda input: input.transpose(order[0], order[1]), inputs,
         {"dim0": order[0], "dim1": order[1]})
    target = [x.shape[order[0]], -1]
    case("drawn_reshape", "reshape", lambda input: input.reshape(target), inputs, {"shape": target})
    axes = some_axes(rank)
    case("drawn_flip", "flip", lambda input: input.flip(axes), inputs, {"dims": axes})
    shifts = [pick(-6, 6) for _ in axes]
    case("drawn_roll", "roll", lambda input: input.roll(shifts, axes), inputs,
         {"shifts": shifts, "dims": axes})
    widths, value = [pick(0, 3) for _ in range(2 * pick(1, rank))], round(random.uniform(-2, 2), 2)
    case("drawn_pad", "pad", lambda input: F.pad(input, widths, value=value), inputs,
         {"pad": widths, "value": value})
    starts = [pick(0, n - 1) for n in x.shape]
    ends = [pick(a + 1, n) for a, n in zip(starts, x.shape)]
    steps = [pick(1, 3) for _ in starts]
    cut = tuple(slice(a, b, c) for a, b, c in zip(starts, ends, steps))
    case("drawn_slice", "slice", lambda input: input[cut], inputs,
         {"starts": starts, "ends": ends, "steps": steps})
    axis = pick(0, rank - 1)
    others = {}
    for name in "abc"[:pick(1, 3)]:
        size = list(x.shape)
        size[axis] = pick(1, 4)
        others[name] = rand(*size)
    case("drawn_concatenate", "concatenate", lambda **t: torch.cat(list(t.values()), axis), others,
         {"axis": axis})
    same = {name: rand(*x.shape) for name in "abc"[:pick(1, 3)]}
    case("drawn_stack", "stack", lambda **t: torch.stack(list(t.values()), axis), same, {"axis": axis})
    size = list(x.shape)
    size[axis] = pick(1, 4)
    index = torch.randint(0, x.shape[axis], size).double()
    case("drawn_gather", "gather", lambda input, index: input.gather(axis, index.long()),
         {"input": x, "index": index}, {"axis": axis}, fixed=("index",))
    table, places = rand(pick(1, 6), pick(1, 4)), shape(1, 3)
    indices = torch.randint(0, table.shape[0], places).double()
    case("drawn_embedding", "embedding", lambda indices, weight: F.embedding(indices.long(), weight),
         {"indices": indices, "weight": table}, fixed=("indices",))
    case("drawn_one_hot", "one_hot", lambda input: F.one_hot(input.long(), 7).double(),
         {"input": indices}, {"num_classes": 7}, fixed=("input",))


def layers(case, rand, pick, flip, shape):
    c, eps = pick(1, 4), random.choice([1e-5, 1e-3])
    x = {"input": rand(pick(2, 4), c, *shape(0, 2)), "weight": rand(c), "bias": rand(c)}
    case("drawn_batch_norm", "batch_norm", lambda input, weight, bias: F.batch_norm(
        input, None, None, weight, bias, True, 0.1, eps), x, {"training": True, "eps": eps})
    last = [pick(2, 6)] + shape(0, 1)
    case("drawn_layer_norm", "layer_norm", lambda input, weight, bias: F.layer_norm(
        input, last, weight, bias, eps),
        {"input": rand(*shape(1, 2), *last), "weight": rand(*last), "bias": rand(*last)},
        {"normalized_shape": last, "eps": eps})
    rows, classes = pick(1, 8), pick(2, 7)
    options = {"reduction": random.choice(["mean", "sum", "none"]),
               "label_smoothing": round(random.random() / 2, 2)}
    inputs = {"logits": 3 * rand(rows, classes),
              "target": torch.randint(0, classes, (rows,)).double()}
    if flip():
        inputs["weight"] = rand(classes).abs() + 0.2
    case("drawn_cross_entropy", "cross_entropy", lambda logits, target, weight=None: F.cross_entropy(
        logits, target.long(), weight, **options), inputs, options, fixed=("target", "weight"))
    reduction, size = {"reduction": random.choice(["mean", "sum", "none"])}, shape(1, 3)
    case("drawn_mse", "mse_loss", lambda input, target: F.mse_loss(input, target, **reduction),
         {"input": rand(*size), "target": rand(*size)}, reduction)
    case("drawn_bce", "bce_with_logits",
         lambda logits, target: F.binary_cross_entropy_with_logits(logits, target, **reduction),
         {"logits": 9 * rand(*size), "target": torch.rand(size)}, reduction)
    for op, extra in [("rnn", {"nonlinearity": "tanh"}), ("rnn", {"nonlinearity": "relu"}),
                      ("lstm", {}), ("gru", {})]:
        depth, both, batch = pick(1, 3), flip(), pick(1, 5)
        inputs, hidden = pick(1, 6), random.choice([1, 2, 3, 5, 8, 16, 17])
        layer = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[op](
            inputs, hidden, depth, bidirectional=both, **extra)
        values = {k: v.detach() for k, v in layer.named_parameters()}
        given = {"input": rand(pick(1, 9), batch, inputs)}
        if flip():
            given["h0"] = rand(depth * (2 if both else 1), batch, hidden)
            if op == "lstm":
                given["c0"] = rand(*given["h0"].shape)

        def run(input, h0=None, c0=None, **rest):
            state = None if h0 is None else ((h0, c0) if op == "lstm" else h0)
            y, last = torch.func.functional_call(
                layer, rest, (input,) if state is None else (input, state))
            return (y, *last) if op == "lstm" else (y, last)
        case(f"drawn_{op}{'_relu' if extra.get('nonlinearity') == 'relu' else ''}", op, run,
             given | values, {"num_layers": depth, "bidirectional": both, "layout": "TBI"} | extra,
             results=["h_n", "c_n"])
