(* Hints for the verified checker (theories/Checker.v says what they are). Not verified, and not trusted: wrong ones make
   it refuse. Everything that can be is asked of the checker's own functions. *)

module I = Z (* Zarith's integers: the checker has a module of that name *)

open Checker

let one = I.one
let q over under = { qnum = over; qden = under }
let whole n = q n one
let opposite a = q (I.neg a.qnum) a.qden
let size a = q (I.abs a.qnum) a.qden
let ratio a b =
  let over = I.mul a.qnum b.qden and under = I.mul a.qden b.qnum in
  let common = I.gcd over under in
  q (I.divexact over common) (I.divexact under common)
let equal a b = I.equal a.qnum b.qnum && I.equal a.qden b.qden

(* Some n in (low, high] with good n and not good (n - 1), where good high holds; low is taken for bad. *)
let rec least good low high =
  if I.leq (I.sub high low) one then high
  else let n = I.shift_right (I.add low high) 1 in if good n then least good low n else least good n high

(* |a|^(u/v) 2^w by floats, from below or from above; good to some 40 bits *)
let near up u v w a =
  let log2 n = let k = max 0 (I.numbits n - 60) in Float.log2 (I.to_float (I.shift_right n k)) +. float_of_int k in
  let e = I.to_float u /. I.to_float v *. (log2 a.qnum -. log2 a.qden) +. float_of_int w in
  let k = int_of_float (Float.floor e) - 60 in
  let m = I.of_float (Float.exp2 (e -. float_of_int k)) in
  let m = if up then I.add m (I.shift_left one 22) else I.sub m (I.shift_left one 22) in
  if k >= 0 then I.shift_left m k else if up then I.succ (I.shift_right m (-k)) else I.shift_right m (-k)

(* Powers m 2^k cut to so many bits: fast, and near enough to find by halving what the checker then confirms once. *)
let cut bits (m, k) =
  let j = I.numbits m - bits in if j <= 0 then (m, k) else (I.shift_right m j, I.add k (I.of_int j))
let times bits (m, k) (n, l) = cut bits (I.mul m n, I.add k l)
let rec raised bits x n =
  if I.equal n one then x
  else let y = raised bits x (I.shift_right n 1) in
    let z = times bits y y in if I.is_odd n then times bits x z else z
let at_most (m, k) (n, l) =
  let top m k = I.add (I.of_int (I.numbits m)) k in
  let order = I.compare (top m k) (top n l) in
  if order <> 0 then order < 0
  else let j = I.min k l in
    let up m k = I.shift_left m (I.to_int (I.sub k j)) in
    I.leq (up m k) (up n l)

(* How far the ends of a bracket are apart: enough for the root and a unit on either side, and for halving. *)
let width = 8

(* An integer n with n <= |a|^(u/v) 2^w <= n + width: by the root where v is small, else by halving. *)
let bracket u v w b a =
  let a = size a in
  if I.sign a.qnum = 0 then I.zero
  else if I.numbits v <= 12 then begin
    let u = I.to_int u and v = I.to_int v in
    I.max I.zero (I.pred (I.root (I.div (I.shift_left (I.pow a.qnum u) (w * v)) (I.pow a.qden u)) v))
  end else begin
    let bits = b + 64 in
    let power n k = raised bits (cut bits (n, I.of_int k)) in
    let over = power a.qnum 0 u and under = power a.qden 0 u in
    let enough n = at_most over (times bits (power n (-w) v) under) in
    I.max I.zero (I.sub (least enough (near false u v w a) (near true u v w a)) (I.of_int (width / 2)))
  end

let root v n =
  if I.equal n one then Some one
  else if not (I.fits_int v) || I.to_int v >= I.numbits n then None
  else let r = I.root n (I.to_int v) in if I.equal (I.pow r (I.to_int v)) n then Some r else None

(* r_j with a_j = r_j^v c_j, where c_j is the first base that differs from a_j by a v-th power *)
let roots v terms =
  let found (classes, roots) (_, a) =
    let power c =
      let d = ratio a c in
      match root v d.qnum, root v d.qden with Some r, Some s -> Some (q r s) | _ -> None in
    match List.find_map power classes with
    | Some r -> (classes, r :: roots)
    | None -> (classes @ [ a ], whole one :: roots) in
  List.rev (snd (List.fold_left found ([], []) (collect terms)))

(* The gaps of each tie, back to where D was 0, the last one first: what `obligations` spells out. *)
let ties v ds sg =
  let tie (mark, terms) = match mark with Tie -> Some (roots v (terms_of terms)) | _ -> None in
  List.filter_map tie (obligations (whole I.zero) [] ds sg)

let coarse = { p_scale = I.zero; p_width = I.zero; p_bits = I.zero }
let none = { h_signs = coarse; h_gaps = []; h_sums = []; h_ties = []; h_objective = coarse; h_knots = []; h_low = [];
             h_high = []; h_order = 13; h_precisions = [] }

let hints scale c =
  match c.c_exponent with
  | Zero -> none
  | ZeroPlus | OneMinus -> { none with h_precisions = List.map I.of_int [ 32; 64; scale; 2 * scale ] }
  | Between (u, v) ->
    let ds = List.map snd (inner c.c_points) in
    let turns = List.map snd c.c_knots in
    let log2 a = abs (I.numbits a.qnum - I.numbits a.qden) in
    let bits = scale + 24 + I.numbits v + List.fold_left (fun n a -> max n (log2 a)) 0 (ds @ turns) in
    let precision = { p_scale = I.of_int scale; p_width = I.of_int width; p_bits = I.of_int bits } in
    let brackets = List.map (bracket u v scale bits) in
    let sg = match marks (whole I.zero) ds [] c.c_dual with Some sg -> sg | None -> [] in
    let less bound = (opposite bound, whole one) :: List.map (fun a -> (whole one, size a)) turns in
    let low, high = match c.c_objective with
      | Some (low, high) -> (roots v (less low), roots v (less high))
      | None -> ([], []) in
    { none with h_signs = precision; h_gaps = brackets ds; h_sums = brackets (sums (whole I.zero) ds);
                h_ties = ties v ds sg; h_objective = precision; h_knots = brackets turns; h_low = low; h_high = high }
